-- age in seconds, number kept, most to remove, cursor -> removed, removed before their age, next cursor
local age, most, chunk, cursor = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local oldest = now_ms() / 1000 - age
local excess = redis.call('ZCARD', BY_TIME) - most
local removed, early = 0, 0
for i, id in ipairs(redis.call('ZRANGE', BY_TIME, 0, chunk - 1)) do
  local old = tonumber(redis.call('ZSCORE', BY_TIME, id)) < oldest
  if not old and i > excess then
    break
  end
  local status = redis.call('HGET', run_key(id), 'status')
  if status and not ENDED[status] then
    redis.call('ZREM', BY_TIME, id)
  else
    forget(id)
    removed = removed + 1
    early = early + (old and 0 or 1)
  end
end
-- A few members of the indexes each time: those whose keys were evicted or deleted by hand.
local scan = redis.call('ZSCAN', BY_CREATED, cursor, 'COUNT', chunk)
for i = 1, #scan[2], 2 do
  if redis.call('EXISTS', run_key(scan[2][i])) == 0 then
    forget(scan[2][i])
  end
end
return { removed, early, scan[1] }
