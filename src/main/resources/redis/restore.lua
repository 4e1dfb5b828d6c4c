-- Brings a workflow up to date that its driver drove on in memory, or writes it anew. An end comes after it, by its own script.
-- id, driver, lease in ms, whether it was known here, whether it is driven, epoch, seq, status, stage, agents, answered, failed,
-- cost, started, cancel, submission, model, created in µs, pattern, day, priority, number of events, spending, its webhook (URL or '',
-- host, events, secret, form), then pairs of position and event, then pairs of step and outcome -> RESTORED | REFUSED
local id, driver, lease, known, driven = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4] == '1', ARGV[5] == '1'
local epoch, seq, status, started, cancel = ARGV[6], ARGV[7], ARGV[8], ARGV[14], ARGV[15]
local submission, model, created, pattern, day = ARGV[16], ARGV[17], ARGV[18], ARGV[19], day_key(ARGV[20])
local FIRST = 29
local priority, events, run, journal, steps = ARGV[21], tonumber(ARGV[22]), run_key(id), journal_key(id), steps_key(id)

local head = redis.call('HMGET', run, 'owner', 'epoch', 'seq', 'status', 'ender')
local there = head[2]
if not there and (known or redis.call('EXISTS', removed_key(id)) == 1) then
  return { 'REFUSED' }
elseif there and ENDED[head[4]] then
  return { (head[5] == driver and head[2] == epoch) and 'RESTORED' or 'REFUSED' }
elseif there and tonumber(head[2]) > tonumber(epoch) then
  return { 'REFUSED' }
elseif there and head[1] and head[1] ~= driver then
  -- A later claim than the one that is here, in a run that may lack the last writes: it was given, and got lost.
  if known or tonumber(head[2]) == tonumber(epoch) then
    return { 'REFUSED' }
  end
  redis.call('PUBLISH', NOTICES, 'taken ' .. id .. ' ' .. head[1])
end

local last = there and tonumber(head[3]) or 0
if not there then
  forget(id)
end
for i = 0, events - 1 do
  local position = ARGV[FIRST + 2 * i]
  if tonumber(string.match(position, '-(%d+)$')) > last then
    redis.call('XADD', journal, position, 'event', ARGV[FIRST + 2 * i + 1])
  end
end
if not there then
  redis.call('HSET', run, 'schema', SCHEMA, 'creator', driven and driver or '', 'pattern', pattern, 'created', created,
      'priority', priority, 'takeovers', '0', 'fresh', '0', 'steps', '0', 'offered', '0', 'webhook', '0', 'model', model, 'submission', submission)
  redis.call('SADD', type_key(pattern), id)
  redis.call('ZADD', BY_CREATED, created, id)
  begin_webhook(id, ARGV[24], ARGV[25], ARGV[26], ARGV[27], ARGV[28])
  count({ 'created', '1', 'created:' .. pattern, '1' }, day, 1)
end
for i = FIRST + 2 * events, #ARGV, 2 do
  if redis.call('HEXISTS', steps, ARGV[i]) == 0 then
    local order = str(redis.call('HINCRBY', run, 'steps', 1))
    redis.call('HSET', steps, ARGV[i], order .. ' ' .. ARGV[i + 1])
  end
end
redis.call('SADD', ACTIVE, id)
if last < tonumber(seq) or not there then
  redis.call('HSET', run, 'seq', seq, 'status', status, 'stage', ARGV[9], 'agents', ARGV[10], 'answered', ARGV[11], 'failed',
      ARGV[12], 'cost', ARGV[13])
  if ARGV[23] ~= '' then
    redis.call('HSET', run, 'spending', ARGV[23])
  end
end
redis.call('HSET', run, 'epoch', epoch)
file_under(id, redis.call('HGET', run, 'status'))
if started ~= '' then
  redis.call('HSET', run, 'started_at', started)
end
if cancel == '1' then
  redis.call('HSET', run, 'cancel', '1')
end
write_entry(id, submission, model, entry_fields(status, started, nil, 'null'), ENTRY_SECONDS)
if driven then
  redis.call('HSET', run, 'owner', driver, 'accepted', '1')
  if redis.call('ZREM', WAITING, id) == 1 then
    redis.call('PUBLISH', NOTICES, 'begun ' .. id)
  end
  redis.call('ZADD', CLAIMS, str(now_ms() + lease), id)
else
  enlist(id, created)
  tell_waiting()
end
if events > 0 then
  announce(id)
  redis.call('PUBLISH', event_channel(id), epoch .. '-' .. seq)
end
return { 'RESTORED' }
