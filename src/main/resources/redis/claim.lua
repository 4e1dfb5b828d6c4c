-- owner, lease in ms, slots, id or '' -> claims, four values each; for one id (seize): CLAIMED claim | ENDED | UNKNOWN | NEWER |
-- DAMAGED
local owner, lease, slots, id = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local now = now_ms()

-- The head and whether it can be claimed.
local function look(id)
  if not proper(id) then
    return {}, 'DAMAGED'
  end
  local head = head_of(id, 'status', 'schema', 'created', 'epoch', 'seq', 'takeovers', 'priority')
  if not head[1] then
    return head, redis.call('EXISTS', run_key(id)) == 0 and 'UNKNOWN' or 'DAMAGED'
  elseif ENDED[head[1]] then
    return head, 'ENDED'
  elseif (tonumber(head[2]) or 0) > SCHEMA then
    return head, 'NEWER'
  end
  for i = 2, 6 do
    if not tonumber(head[i]) then
      return head, 'DAMAGED'
    end
  end
  return head, 'CLAIMABLE'
end

if id ~= '' then
  local head, what = look(id)
  if what ~= 'CLAIMABLE' then
    return { what }
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
  local head, what = look(candidate)
  if what == 'UNKNOWN' then
    forget(candidate)
  elseif what == 'DAMAGED' then
    set_aside(candidate)
  elseif what == 'CLAIMABLE' then
    queue[#queue + 1] = { id = candidate, place = tonumber(place_in_queue(head[3], head[7])) }
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
