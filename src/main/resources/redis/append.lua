-- a batch -> RECORDED | FENCED | UNKNOWN
local batch = BATCH
local run = run_key(batch.id)
local head = redis.call('HMGET', run, 'owner', 'epoch', 'seq', 'status')
if not head[2] then
  return { 'UNKNOWN' }
elseif head[1] ~= batch.owner or head[2] ~= batch.epoch then
  return { 'FENCED' }
elseif batch.first ~= head[3] + 1 then
  return { repeats(batch, tonumber(head[3])) and 'RECORDED' or 'FENCED' }
end

local seq = write_batch(batch)
if batch.status ~= 'pending' and head[4] == 'pending' then
  redis.call('HSET', run, 'status', 'running')
  refile(batch.id, 'pending', 'running')
  local stored = redis.call('HMGET', run, 'submission', 'model')
  write_entry(batch.id, stored[1], stored[2], entry_fields('running', batch.started, nil, 'null'), ENTRY_SECONDS)
end
if batch.events > 0 then
  redis.call('PUBLISH', event_channel(batch.id), batch.epoch .. '-' .. seq)
end
return { 'RECORDED' }
