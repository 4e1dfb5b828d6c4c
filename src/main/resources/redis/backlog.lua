-- nothing -> how many wait, and the creation of the oldest of them in µs or '': the first one of each priority is its oldest
local oldest
for priority = 0, 9 do
  local from = tonumber(place_in_queue(str(EPOCH), priority))
  local first = redis.call('ZRANGEBYSCORE', WAITING, str(from), '(' .. str(from + AGES), 'WITHSCORES', 'LIMIT', 0, 1)[2]
  local created = first and tonumber(first) - from + EPOCH
  if created and (not oldest or created < oldest) then
    oldest = created
  end
end
return { redis.call('ZCARD', WAITING), oldest and str(oldest) or '' }
