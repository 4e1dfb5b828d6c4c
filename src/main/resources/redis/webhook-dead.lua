-- most to answer, then perhaps to go on behind: when it died (epoch ms), and id, a blank and a position
-- -> newest first, those of the same millisecond by their names: name, when it died, its JSON
local most, died, name = tonumber(ARGV[1]), ARGV[2], ARGV[3]
local oldest = '(' .. str(now_ms() - DEAD_SECONDS * 1000)
local newest, passed = '+inf', 0
if died then
  newest = died
  -- A removed workflow leaves any number of one millisecond; what is gone by now is passed over by its name.
  for _, letter in ipairs(redis.call('ZREVRANGEBYSCORE', DEAD, died, died)) do
    if letter < name then
      break
    end
    passed = passed + 1
  end
end

-- Somebody may have put something else there: whoever lists would get no further than that.
local function is_letter(name, score)
  local of, at = string.match(name, '^(%S+) (%S+)$')
  return of and proper(of) and is_position(at) and string.find(score, '^%d+$'), of, at
end

local letters, strange
repeat
  letters, strange = {}, 0
  local found = redis.call('ZREVRANGEBYSCORE', DEAD, newest, oldest, 'WITHSCORES', 'LIMIT', passed, most)
  for i = 1, #found, 2 do
    local ours, of, at = is_letter(found[i], found[i + 1])
    if ours then
      letters[#letters + 1] = { found[i], found[i + 1], field_of(dead_key(of), at) or '' }
    else
      strange = strange + redis.call('ZREM', DEAD, found[i])
    end
  end
until strange == 0
return letters
