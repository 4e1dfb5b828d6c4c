-- id -> 1 if there was a registration, else 0; what was put aside goes with it
local id = ARGV[1]
for _, position in ipairs(redis.call('HKEYS', dead_key(id))) do
  redis.call('ZREM', DEAD, id .. ' ' .. position)
end
redis.call('DEL', dead_key(id))
local there = redis.call('EXISTS', webhook_key(id))
forget_webhook(id)
delivered(id)
return there
