-- triples of id, owner and epoch -> how many claims were given back
local released = 0
for i = 1, #ARGV, 3 do
  local id, run = ARGV[i], run_key(ARGV[i])
  local head = head_of(id, 'owner', 'epoch', 'created', 'fresh')
  if head[1] == ARGV[i + 1] and head[2] == ARGV[i + 2] and tonumber(head[3]) then
    redis.call('HDEL', run, 'owner')
    redis.call('HSET', run, 'arrival', 'hand_over')
    if head[4] == '1' then
      redis.call('HSET', run, 'takeovers', '0', 'fresh', '0')
    end
    redis.call('ZREM', SUSPECTS, id)
    redis.call('ZREM', CLAIMS, id)
    enlist(id, head[3])
    released = released + 1
  end
end
if released > 0 then
  tell_waiting()
end
return released
