-- id, submission, model, created in µs, priority, tip of the end that was seen, then steps to forget
-- -> REOPENED | ACTIVE | FINAL | CHANGED | EXPIRED | UNKNOWN | NEWER
local id, submission, model, created, priority, seen = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local run = run_key(id)
local head = redis.call('HMGET', run, 'status', 'epoch', 'reopenable', 'reopened', 'submission', 'schema', 'started_at', 'seq')
if not head[1] then
  return { 'UNKNOWN' }
elseif not ENDED[head[1]] then
  return { (head[4] == '1' and head[5] == submission) and 'REOPENED' or 'ACTIVE' }
elseif tonumber(head[6]) > SCHEMA then
  return { 'NEWER' }
elseif head[2] .. '-' .. head[8] ~= seen then
  return { 'CHANGED' }
elseif head[3] ~= '1' then
  return { 'FINAL' }
elseif redis.call('EXISTS', result_key(id)) == 0 then
  -- Its outcomes expired at the same time; a webhook with something to deliver keeps the head.
  return { 'EXPIRED' }
end

for i = 7, #ARGV do
  redis.call('HDEL', steps_key(id), ARGV[i])
end
redis.call('DEL', result_key(id))
redis.call('PERSIST', run)
redis.call('PERSIST', steps_key(id))
redis.call('PERSIST', journal_key(id))
redis.call('HSET', run, 'submission', submission, 'model', model, 'created', created, 'priority', priority, 'status', 'pending', 'stage', 'waiting',
    'epoch', str(head[2] + 1), 'takeovers', '0', 'fresh', '0', 'reopened', '1', 'arrival', 'reopened')
redis.call('HDEL', run, 'owner', 'ender', 'error', 'completed_at', 'cancel', 'reopenable')
-- Its next events have the whole time again, whatever failed before.
redis.pcall('HDEL', webhook_key(id), 'failing_since', 'error')
write_entry(id, submission, model, entry_fields('pending', head[7], nil, 'null'), ENTRY_SECONDS)
redis.call('SADD', ACTIVE, id)
redis.call('ZADD', BY_CREATED, created, id)
file_under(id, 'pending')
local tally = {}
local hour, amounts = note_figures(tally, id)
unlist({ id })
take_away(tally)
if hour then
  count(amounts, day_key(string.sub(hour, 1, 8)), -1)
end
redis.call('PUBLISH', NOTICES, 'revoked ' .. id)
enlist(id, created)
tell_waiting()
return { 'REOPENED' }
