-- owner, lease in ms, slots, id or '', takeovers of a suspect, takeovers to end at, takeovers to give up at, leases for which a
-- suspect is alone -> claims, four values each; for one id (seize): CLAIMED claim | ENDED | UNKNOWN | NEWER | DAMAGED
local owner, lease, slots, id = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local suspect, ending, given_up, alone = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
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

-- Whether the owner has begun with a suspect so lately that another one beside it would tell nothing about either.
local function drives_a_suspect()
  redis.call('ZREMRANGEBYSCORE', SUSPECTS, '-inf', str(now))
  for _, id in ipairs(redis.call('ZRANGE', SUSPECTS, 0, -1)) do
    if head_of(id, 'owner')[1] == owner then
      return true
    end
  end
  return false
end

local driving
-- A suspect waits after each end of a driver, twice as long each time, and is not driven beside another one.
local function suspect_may_go(id, takeovers, deadline)
  if now < deadline + lease * 2 ^ math.min(takeovers - suspect, 5) then
    return false
  elseif driving == nil then
    driving = drives_a_suspect()
  end
  if driving then
    return false
  end
  redis.call('ZADD', SUSPECTS, str(now + alone * lease), id)
  driving = true
  return true
end

local claims = {}
for _, candidate in ipairs(queue) do
  if #claims == slots * 4 then
    break
  end
  local takeovers, deadline = takeovers_at(candidate.id, now)
  if takeovers >= given_up then
    set_aside(candidate.id)
  elseif takeovers < suspect or takeovers >= ending or suspect_may_go(candidate.id, takeovers, deadline) then
    for _, value in ipairs(take(candidate.id, owner, now, lease)) do
      claims[#claims + 1] = value
    end
  end
end
return claims
