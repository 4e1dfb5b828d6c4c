-- owner, lease in ms, then pairs of id and epoch -> the ids whose claim is no longer valid
local owner, lease = ARGV[1], tonumber(ARGV[2])
local now = now_ms()
local lost = {}
tick(now, lease)
for i = 3, #ARGV, 2 do
  local id = ARGV[i]
  local head = head_of(id, 'owner', 'epoch', 'accepted')
  if head[1] == owner and head[2] == ARGV[i + 1] then
    redis.call('ZADD', CLAIMS, str(now + lease), id)
    if head[3] == '0' then
      redis.call('HSET', run_key(id), 'accepted', '1')
    end
    local left = redis.call('TTL', entry_key(id))
    if left == -2 then
      local run = redis.call('HMGET', run_key(id), 'submission', 'model', 'status', 'started_at')
      if run[1] and run[2] and run[3] then
        write_entry(id, run[1], run[2], entry_fields(run[3], run[4], nil, 'null'), ENTRY_SECONDS)
      end
    elseif left < ENTRY_SECONDS / 2 then
      redis.call('EXPIRE', entry_key(id), ENTRY_SECONDS)
    end
  else
    lost[#lost + 1] = id
  end
end
return lost
