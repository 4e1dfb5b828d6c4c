-- a batch -> RECORDED | FENCED | UNKNOWN
local batch = BATCH
local before = head_before(batch)
local begins = batch.status ~= 'pending' and before[4] == 'pending'
if not before[2] then
  return { 'UNKNOWN' }
elseif before[1] ~= batch.owner or before[2] ~= batch.epoch then
  return { 'FENCED' }
elseif batch.first ~= before[3] + 1 then
  return { repeats(batch, tonumber(before[3])) and 'RECORDED' or 'FENCED' }
end

local seq = write_batch(batch, before, begins and { 'status', 'running' } or {})
if begins then
  move(batch.id, status_key('pending'), status_key('running'))
  local stored = redis.call('HMGET', run_key(batch.id), 'submission', 'model')
  write_entry(batch.id, stored[1], stored[2], entry_fields('running', batch.started, nil, 'null'), ENTRY_SECONDS)
end
if batch.events > 0 then
  redis.call('PUBLISH', event_channel(batch.id), batch.epoch .. '-' .. seq)
end
return { 'RECORDED' }
