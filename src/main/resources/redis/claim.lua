-- owner, lease in ms, slots, id or '' -> claims, four values each; for one id (seize): CLAIMED claim | ENDED | UNKNOWN | NEWER
local owner, lease, slots, id = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local now = now_ms()

if id ~= '' then
  local head = redis.call('HMGET', run_key(id), 'status', 'schema')
  if not head[1] then
    return { 'UNKNOWN' }
  elseif ENDED[head[1]] then
    return { 'ENDED' }
  elseif tonumber(head[2]) > SCHEMA then
    return { 'NEWER' }
  end
  local claim = take(id, owner, now, lease)
  redis.call('HSET', run_key(id), 'cancel', '1')
  return { 'CLAIMED', claim[1], claim[2], claim[3], claim[4] }
end

tick(now, lease)
-- More than asked for, so that workflows of a newer schema at the head of the queue hold up nobody.
local candidates = redis.call('ZRANGE', WAITING, 0, slots + 49)
if redis.call('EXISTS', GRACE) == 0 then
  for _, late in ipairs(redis.call('ZRANGEBYSCORE', CLAIMS, '-inf', str(now), 'LIMIT', 0, slots + 50)) do
    candidates[#candidates + 1] = late
  end
end
local queue = {}
for _, candidate in ipairs(candidates) do
  local head = redis.call('HMGET', run_key(candidate), 'status', 'schema', 'created')
  if not head[1] then
    forget(candidate)
  elseif not ENDED[head[1]] and tonumber(head[2]) <= SCHEMA then
    queue[#queue + 1] = { id = candidate, place = tonumber(place_in_queue(head[3])) }
  end
end
table.sort(queue, function(a, b)
  return a.place < b.place or (a.place == b.place and a.id < b.id)
end)
local claims = {}
for i = 1, math.min(slots, #queue) do
  for _, value in ipairs(take(queue[i].id, owner, now, lease)) do
    claims[#claims + 1] = value
  end
end
return claims
