-- owner, lease in ms, slots, id or '', takeovers of a suspect, takeovers to end at, takeovers to give up at, leases for which a
-- suspect is alone, where to go on among those that wait and among overdue claims -> claims, four values each; ids set aside; where
-- to go on in the one and in the other. For one id (seize): CLAIMED claim | ENDED | UNKNOWN | NEWER | DAMAGED
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
-- What is looked at beyond the slots in any case, and at most.
local SPARE, PAGE, MOST = 50, 100, 1000
local ready, suspects, unknown, aside = {}, {}, {}, {}

-- What can be done with a candidate; nothing is changed while the queues are walked through. Whether it can be claimed now.
local function examine(id)
  local head, what = look(id)
  if what == 'UNKNOWN' then
    unknown[#unknown + 1] = id
  elseif what == 'DAMAGED' then
    aside[#aside + 1] = id
  elseif what == 'CLAIMABLE' then
    local takeovers, deadline = takeovers_at(id, now)
    local candidate = { id = id, place = tonumber(place_in_queue(head[3], head[7])), suspect = false }
    if takeovers >= given_up then
      aside[#aside + 1] = id
    elseif takeovers < suspect or takeovers >= ending then
      ready[#ready + 1] = candidate
      return true
    elseif now >= deadline + lease * 2 ^ math.min(takeovers - suspect, 5) then
      -- A suspect waits after each end of a driver, twice as long each time.
      candidate.suspect = true
      suspects[#suspects + 1] = candidate
    end
  end
  return false
end

-- The front of a queue, and if there is too little in it that can be claimed, so much more from where the last walk ended: what
-- can be claimed has its turn, however many stand before it that cannot. Answers where to go on.
local function walk(page, from)
  local found = 0
  local function examine_all(ids)
    for _, id in ipairs(ids) do
      found = found + (examine(id) and 1 or 0)
    end
    return #ids
  end
  if examine_all(page(0, slots + SPARE)) < slots + SPARE then
    return 0
  elseif found >= slots then
    return from
  end
  local at = math.max(from, slots + SPARE)
  for _ = 1, MOST / PAGE do
    local looked = examine_all(page(at, PAGE))
    at = at + looked
    if looked < PAGE then
      return 0
    elseif found >= slots then
      return at
    end
  end
  return at
end

local in_queue = walk(function(from, count)
  return redis.call('ZRANGE', WAITING, from, from + count - 1)
end, tonumber(ARGV[9]))
local in_claims = 0
if redis.call('EXISTS', GRACE) == 0 then
  in_claims = walk(function(from, count)
    return redis.call('ZRANGEBYSCORE', CLAIMS, '-inf', str(now), 'LIMIT', from, count)
  end, tonumber(ARGV[10]))
end

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

local function sort(candidates)
  table.sort(candidates, function(a, b)
    return a.place < b.place or (a.place == b.place and a.id < b.id)
  end)
end

for _, id in ipairs(unknown) do
  remove(id)
end
for _, id in ipairs(aside) do
  set_aside(id)
end
if #suspects > 0 and not drives_a_suspect() then
  sort(suspects)
  ready[#ready + 1] = suspects[1]
end
sort(ready)
local claims = {}
for i = 1, math.min(slots, #ready) do
  local candidate = ready[i]
  if candidate.suspect then
    redis.call('ZADD', SUSPECTS, str(now + alone * lease), candidate.id)
  end
  for _, value in ipairs(take(candidate.id, owner, now, lease)) do
    claims[#claims + 1] = value
  end
end
return { claims, aside, str(in_queue), str(in_claims) }
