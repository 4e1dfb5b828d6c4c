-- id, ms for which the secret before signs too, edition that somebody remembers or '', URL, host, events or '', secret or '', form
-- -> REGISTERED edition | LATER: another decision is known | UNKNOWN
local id, rotation, remembered, secret = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[7]
local key, now = webhook_key(ARGV[1]), now_ms()
if not field_of(run_key(id), 'status') then
  return { 'UNKNOWN' }
end
local edition, there = edition_of(id, remembered)
if not edition then
  return { 'LATER' }
elseif there then
  redis.call('HSET', run_key(id), 'webhook', '1')
  return { 'REGISTERED', edition }
end
local before = redis.pcall('HMGET', key, 'state', 'secret', 'cursor', 'fence', 'delivered', 'failures')
if before.err or before[1] == 'damaged' or (before[1] and not (is_position(before[3]) and is_fence(before[4])
    and is_count(before[5]) and is_count(before[6]))) then
  -- Nobody knows how far that one was.
  redis.call('DEL', key)
  before = {}
end
if secret == '' then
  redis.call('HDEL', key, 'previous', 'previous_until')
elseif before[2] and before[2] ~= '' and before[2] ~= secret then
  redis.call('HSET', key, 'previous', before[2], 'previous_until', str(now + rotation))
end
write_webhook(id, edition, ARGV[4], ARGV[5], ARGV[6], secret, ARGV[8])
hold_for_webhook(id)
redis.call('ZADD', DUE, str(now), id)
redis.call('PUBLISH', DELIVERY_NOTICES, id)
return { 'REGISTERED', edition }
