-- id, URL, host, events or '', secret or '', form, ms for which the secret before signs too, '1' to leave one that is there as it is,
-- position to begin behind -> REGISTERED | UNKNOWN
local id, secret, only_new = ARGV[1], ARGV[5], ARGV[8] == '1'
local key, now = webhook_key(ARGV[1]), now_ms()
if not field_of(run_key(id), 'status') then
  return { 'UNKNOWN' }
end
local before = redis.call('HMGET', key, 'state', 'secret')
if before[1] and only_new then
  return { 'REGISTERED' }
end
if secret == '' then
  redis.call('HDEL', key, 'previous', 'previous_until')
elseif before[2] and before[2] ~= '' and before[2] ~= secret then
  redis.call('HSET', key, 'previous', before[2], 'previous_until', str(now + tonumber(ARGV[7])))
end
redis.call('HSET', key, 'url', ARGV[2], 'host', ARGV[3], 'events', ARGV[4], 'secret', secret, 'form', ARGV[6], 'state', 'active',
    'attempts', '0')
redis.call('HDEL', key, 'failing_since', 'error')
redis.call('HSETNX', key, 'registered_at', str(now))
redis.call('HSETNX', key, 'cursor', ARGV[9])
-- Where another registration has not been: whoever still delivers for one that was removed must not be taken for this one's.
local time = redis.call('TIME')
redis.call('HSETNX', key, 'fence', str(time[1] * 1000000 + time[2]))
redis.call('HINCRBY', key, 'fence', 1)
redis.call('PERSIST', key)
redis.call('SADD', WEBHOOKS, id)
hold_for_webhook(id)
redis.call('ZADD', DUE, str(now), id)
redis.call('PUBLISH', DELIVERY_NOTICES, id)
return { 'REGISTERED' }
