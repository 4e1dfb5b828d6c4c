-- host and port, owner, takeovers of a suspect, whether it is there already -> how many claims of the owner that was there before
-- were freed
local instance, owner, suspect, remains = instance_key(ARGV[1]), ARGV[2], tonumber(ARGV[3]), ARGV[4] == '1'
local before = redis.call('GET', instance)
if remains and before and before ~= owner then
  return 0
end
redis.call('SET', instance, owner, 'EX', INSTANCE_SECONDS)
if not before or before == owner then
  return 0
end

local now = now_ms()
local freed, waiting = 0, 0
for _, id in ipairs(redis.call('ZRANGE', CLAIMS, 0, -1)) do
  local head = head_of(id, 'owner', 'created', 'takeovers')
  if head[1] == before and tonumber(head[2]) and tonumber(head[3]) then
    redis.call('ZADD', CLAIMS, 'LT', str(now), id)
    local takeovers = takeovers_at(id, now)
    if takeovers < suspect then
      redis.call('HDEL', run_key(id), 'owner')
      redis.call('HSET', run_key(id), 'takeovers', str(takeovers), 'fresh', '0', 'arrival', 'restart')
      redis.call('ZREM', CLAIMS, id)
      enlist(id, head[2])
      waiting = waiting + 1
    end
    freed = freed + 1
  end
end
if waiting > 0 then
  tell_waiting()
end
return freed
