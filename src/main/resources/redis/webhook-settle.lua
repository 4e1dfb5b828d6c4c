-- id, fence, lease in ms, what became of it, position, wait in ms, error as JSON -> MINE | OVER | FENCED
--   delivered  the event at the position; goes on with the next
--   dead       it is put aside; goes on with the next
--   retry      after the wait
--   gone       the receiver wants no more
--   release    others may go on
--   damaged    what is stored of it cannot be read
local id, fence, lease, what, position, wait, error = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5], ARGV[6], ARGV[7]
local key, now = webhook_key(ARGV[1]), now_ms()
local webhook = redis.call('HMGET', key, 'fence', 'state', 'cursor', 'events', 'attempts')
if webhook[1] ~= fence or webhook[2] ~= 'active' then
  return { 'FENCED' }
end

local function seq(at)
  return tonumber(string.match(at, '-(%d+)$'))
end

local function failed()
  redis.call('HINCRBY', key, 'failures', 1)
  redis.call('HINCRBY', DELIVERIES, 'failures', 1)
  redis.call('HSETNX', key, 'failing_since', str(now))
  redis.call('HSET', key, 'error', error)
end

-- A claim that is given up is given up for whoever repeats the script, too.
local function over(due)
  redis.call('HINCRBY', key, 'fence', 1)
  if due then
    redis.call('ZADD', DUE, str(due), id)
    redis.call('PUBLISH', DELIVERY_NOTICES, id)
  else
    delivered(id)
  end
  return { 'OVER' }
end

if what == 'retry' then
  failed()
  redis.call('HINCRBY', key, 'attempts', 1)
  return over(now + tonumber(wait))
elseif what == 'gone' then
  failed()
  redis.call('HSET', key, 'state', 'disabled')
  return over()
elseif what == 'release' then
  return over(now)
elseif what == 'damaged' then
  redis.call('HSET', key, 'state', 'damaged')
  return over()
end

if seq(position) > seq(webhook[3]) then
  if what == 'delivered' then
    redis.call('HINCRBY', key, 'delivered', 1)
    redis.call('HINCRBY', DELIVERIES, 'delivered', 1)
    redis.call('HDEL', key, 'failing_since', 'error')
  else
    failed()
    local event = redis.call('XRANGE', journal_key(id), position, position)[1]
    if event then
      bury(id, position, event[2][2], str((webhook[5] or 0) + 1), error)
    end
  end
  redis.call('HSET', key, 'cursor', position, 'attempts', '0')
end
local more, last = undelivered(id, position, webhook[4], 100)
if #more == 0 then
  redis.call('HSET', key, 'cursor', last)
  return over()
end
redis.call('ZADD', DUE, str(now + lease), id)
return { 'MINE' }
