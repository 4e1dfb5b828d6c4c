-- id, owner or '', lease in ms, submission, model, created in µs, pattern, day, priority, most that may wait, SHA-256 of the
-- key or '', fingerprint, seconds that the key is kept, its webhook (URL or '', host, events, secret, form)
-- -> CLAIMED claim | QUEUED | FULL | REPEATED id | REUSED id | DUPLICATE
local id, owner, lease, submission, model = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5]
local created, pattern, day, priority = ARGV[6], ARGV[7], day_key(ARGV[8]), ARGV[9]
local run = run_key(id)

local known = redis.call('HMGET', run, 'submission', 'creator')
if known[1] then
  if known[1] ~= submission or known[2] ~= owner then
    return { 'DUPLICATE' }
  end
  return owner == '' and { 'QUEUED' } or { 'CLAIMED', id, '1', '0', '0' }
end
local key, fingerprint = ARGV[11], ARGV[12]
if key ~= '' then
  local first, of = string.match(redis.call('GET', idempotency_key(key)) or '', '^(%S+) (%S+)$')
  if first and redis.call('EXISTS', run_key(first)) == 1 then
    return { of == fingerprint and 'REPEATED' or 'REUSED', first }
  end
end
if owner == '' and redis.call('ZCARD', WAITING) >= tonumber(ARGV[10]) then
  return { 'FULL' }
end

begin(id, pattern, created)
redis.call('HSET', run, 'schema', SCHEMA, 'creator', owner, 'pattern', pattern, 'created', created, 'priority', priority, 'seq', '0',
    'takeovers', '0', 'fresh', '0', 'steps', '0', 'offered', '0', 'webhook', '0', 'status', 'pending', 'stage', 'waiting', 'agents', '0',
    'answered', '0', 'failed', '0', 'cost', '0', 'model', model, 'submission', submission, 'epoch', owner == '' and '0' or '1')
write_entry(id, submission, model, entry_fields('pending', nil, nil, 'null'), ENTRY_SECONDS)
begin_webhook(id, ARGV[14], ARGV[15], ARGV[16], ARGV[17], ARGV[18])
if key ~= '' then
  redis.call('SET', idempotency_key(key), id .. ' ' .. fingerprint, 'EX', ARGV[13])
end
count({ 'created', '1', 'created:' .. pattern, '1' }, day, 1)
if owner == '' then
  enlist(id, created)
  tell_waiting()
  return { 'QUEUED' }
end
redis.call('HSET', run, 'owner', owner, 'accepted', '0')
redis.call('ZADD', CLAIMS, str(now_ms() + lease), id)
return { 'CLAIMED', id, '1', '0', '0' }
