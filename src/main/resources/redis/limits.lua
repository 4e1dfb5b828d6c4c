-- Limits that all processes keep for one provider. KEYS[1]: limits:{provider}, a hash with
--   until  end of a pause that the provider asked for, epoch milliseconds
--   level  tokens that were there, and at: when, epoch milliseconds
-- KEYS[2], for 'enter' alone: limits:{provider}:{call}, there if the call has its tokens: asked again, it takes no more
-- ARGV: 'enter', tokens, per minute  -> how long to wait in ms, and 1 if that is because of a pause; nothing taken unless 0
--       'back', tokens, per minute   -> tokens that a call did not need, below 0 if it needed more
--       'pause', ms                  -> nobody may call for so long; a shorter pause does not end a longer one
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local key, what = KEYS[1], ARGV[1]
-- What is older than this holds no more: all tokens are back, and no pause is that long
local KEPT = 86400000
-- For so long a call may ask again
local REMEMBERED = 300000

local function level(per_minute)
  local known = redis.call('HMGET', key, 'level', 'at')
  if not known[1] or not known[2] then
    return per_minute
  end
  local gained = math.max(0, now - tonumber(known[2])) * per_minute / 60000
  return math.min(per_minute, tonumber(known[1]) + gained)
end

local function keep(left)
  redis.call('HSET', key, 'level', string.format('%.3f', left), 'at', string.format('%.0f', now))
  redis.call('PEXPIRE', key, KEPT)
end

if what == 'pause' then
  local asked = now + math.min(tonumber(ARGV[2]), KEPT)
  if asked > tonumber(redis.call('HGET', key, 'until') or '0') then
    redis.call('HSET', key, 'until', string.format('%.0f', asked))
    redis.call('PEXPIRE', key, KEPT)
  end
  return { 0, 0 }
end

local tokens, per_minute = tonumber(ARGV[2]), tonumber(ARGV[3])
if what == 'back' then
  keep(math.min(per_minute, level(per_minute) + tokens))
  return { 0, 0 }
end

local paused = tonumber(redis.call('HGET', key, 'until') or '0') - now
if paused > 0 then
  return { paused, 1 }
end
if per_minute <= 0 or redis.call('EXISTS', KEYS[2]) == 1 then
  return { 0, 0 }
end
local there = level(per_minute)
local missing = math.min(tokens, per_minute) - there
if missing > 0 then
  return { math.ceil(missing * 60000 / per_minute), 0 }
end
keep(there - tokens)
redis.call('SET', KEYS[2], ARGV[2], 'PX', REMEMBERED)
return { 0, 0 }
