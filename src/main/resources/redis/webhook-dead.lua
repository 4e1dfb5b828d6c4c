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
local letters = {}
local found = redis.call('ZREVRANGEBYSCORE', DEAD, newest, oldest, 'WITHSCORES', 'LIMIT', passed, most)
for i = 1, #found, 2 do
  local of, at = string.match(found[i], '^(%S+) (%S+)$')
  letters[#letters + 1] = { found[i], found[i + 1], (of and field_of(dead_key(of), at)) or '' }
end
return letters
