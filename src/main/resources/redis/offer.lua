-- id, then pairs of step and what is offered for it -> the steps whose offers are kept
local id = ARGV[1]
local status = head_of(id, 'status')[1]
local kept = {}
if not status or ENDED[status] then
  return kept
end
for i = 2, #ARGV, 2 do
  local step, offer = ARGV[i], ARGV[i + 1]
  if redis.call('HEXISTS', steps_key(id), step) == 0 then
    redis.call('HSETNX', offers_key(id), step, offer)
    if redis.call('HGET', offers_key(id), step) == offer then
      kept[#kept + 1] = step
    end
  end
end
if #kept > 0 then
  redis.call('HSET', run_key(id), 'offered', '1')
  redis.call('PUBLISH', NOTICES, 'offered ' .. id)
end
return kept
