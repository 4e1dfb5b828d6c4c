-- id, position, '1' if it was delivered after all -> 1 if it was there, else 0
local id, position = ARGV[1], ARGV[2]
redis.call('ZREM', DEAD, id .. ' ' .. position)
local there = redis.pcall('HDEL', dead_key(id), position)
if type(there) == 'table' then
  there = redis.call('DEL', dead_key(id))
end
if there == 1 and ARGV[3] == '1' then
  redis.call('HINCRBY', DELIVERIES, 'delivered', 1)
  redis.pcall('HINCRBY', webhook_key(id), 'delivered', 1)
  redis.pcall('HDEL', webhook_key(id), 'failing_since', 'error')
end
if redis.call('EXISTS', dead_key(id), run_key(id)) == 0 then
  redis.call('DEL', webhook_key(id))
end
return there
