-- age in seconds, number kept, bytes kept or 0, most to remove, members of an index to look at if that was less, where to go on
-- -> removed, removed before their age, where to go on
local age, most, most_bytes, chunk = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local oldest = now_ms() / 1000 - age
local excess = redis.call('ZCARD', BY_TIME) - most
local early, tally = 0, {}

local function too_large()
  local noted = tally[KEPT] and tally[KEPT].bytes or 0
  return most_bytes > 0 and tonumber(redis.call('HGET', KEPT, 'bytes') or 0) - noted > most_bytes
end

-- Events that were to be delivered are put aside instead: a receiver that is away does not keep what is to be removed.
local function put_aside(id)
  local webhook = redis.pcall('HMGET', webhook_key(id), 'state', 'cursor', 'events', 'attempts')
  if webhook.err or webhook[1] ~= 'active' or not is_position(webhook[2]) then
    return
  end
  for _, event in ipairs((undelivered(id, webhook[2], webhook[3] or '', MOST_DEAD))) do
    bury(id, event[1], event[2], is_count(webhook[4]) and webhook[4] or '0', '"removed by the retention before it was delivered"')
  end
  redis.call('HSET', webhook_key(id), 'state', 'ended')
end

local listed, leaving = redis.call('ZRANGE', BY_TIME, 0, chunk - 1, 'WITHSCORES'), {}
for i = 1, #listed / 2 do
  local id, old = listed[2 * i - 1], tonumber(listed[2 * i]) < oldest
  if not old and i > excess and not too_large() then
    break
  end
  local status = head_of(id, 'status')[1]
  if status and not ENDED[status] then
    redis.call('ZREM', BY_TIME, id)
  else
    pcall(put_aside, id)
    note_figures(tally, id)
    leaving[#leaving + 1] = id
    early = early + (old and 0 or 1)
  end
end
local removed = #leaving
if removed > 0 then
  erase(leaving)
  take_away(tally)
  for _, id in ipairs(leaving) do
    tell_removed(id)
  end
end
if removed == chunk then
  return { removed, early, ARGV[6] }
end

-- Some members of an index each time: those whose keys were evicted, deleted by hand or left to expire by the server before
-- this one, which did not clean its sets. Going on means: in which of the indexes, and its cursor.
local at, cursor = string.match(ARGV[6], '^(%d+) (%d+)$')
at, cursor = tonumber(at or 0), cursor or '0'
local sets = { ACTIVE, COMPLETED, unpack(TYPES) }
local function gone(id)
  return redis.call('EXISTS', run_key(id), entry_key(id), result_key(id)) == 0
end
local scan
if at == 0 then
  scan = redis.call('ZSCAN', BY_CREATED, cursor, 'COUNT', ARGV[5])
  for i = 1, #scan[2], 2 do
    if redis.call('EXISTS', run_key(scan[2][i])) == 0 then
      remove(scan[2][i])
    end
  end
else
  scan = redis.call('SSCAN', sets[at], cursor, 'COUNT', ARGV[5])
  for _, id in ipairs(scan[2]) do
    if gone(id) then
      remove(id)
    end
  end
end
if scan[1] == '0' then
  at = (at + 1) % (#sets + 1)
end
return { removed, early, at .. ' ' .. scan[1] }
