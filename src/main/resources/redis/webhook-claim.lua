-- lease in ms, workflows at most, workflows to look at, events of each, deliveries of one host at most, then pairs of host and how many
-- are under way to it -> the mark of these data, ids of those whose webhooks are damaged and were set aside, then for each
-- claimed workflow: id, fence, fields of its webhook, events
local lease, slots, most, page, of_host = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local now, busy = now_ms(), {}
for i = 6, #ARGV, 2 do
  busy[ARGV[i]] = tonumber(ARGV[i + 1])
end
local FIELDS = { 'url', 'events', 'secret', 'previous', 'previous_until', 'form', 'registered_at', 'state', 'cursor', 'attempts',
  'failing_since', 'error', 'delivered', 'failures' }
local POSTPONED, waiting = 1000, {}
local due = redis.call('ZRANGEBYSCORE', DUE, '-inf', str(now), 'LIMIT', 0, most)
local damaged = {}
local claimed = { redis.call('GET', INCARNATION) or '', damaged }
local BESIDE = #claimed

-- One that is damaged holds up no other. It stays as it is, for people to look at, until somebody registers another one.
local function set_webhook_aside(id, webhook)
  delivered(id)
  if not webhook.err then
    redis.call('HSET', webhook_key(id), 'state', 'damaged')
  end
  damaged[#damaged + 1] = id
end

local function is_usable(webhook)
  return webhook[2] and is_position(webhook[3]) and webhook[4] and is_fence(webhook[5])
      and is_count(webhook[6]) and is_count(webhook[7]) and is_count(webhook[8])
end

for _, id in ipairs(due) do
  if #claimed - BESIDE >= slots then
    break
  end
  local key = webhook_key(id)
  local webhook = redis.pcall('HMGET', key, 'state', 'host', 'cursor', 'events', 'fence', 'attempts', 'delivered',
    'failures')
  if webhook.err or (webhook[1] == 'active' and not is_usable(webhook)) then
    set_webhook_aside(id, webhook)
  elseif webhook[1] ~= 'active' then
    redis.call('ZREM', DUE, id)
  elseif (busy[webhook[2]] or 0) >= of_host then
    waiting[#waiting + 1] = id
  else
    local events, last, unreadable = undelivered(id, webhook[3], webhook[4], page)
    if unreadable then
      set_webhook_aside(id, webhook)
    elseif #events > 0 then
      busy[webhook[2]] = (busy[webhook[2]] or 0) + 1
      local fence = str(redis.call('HINCRBY', key, 'fence', 1))
      redis.call('ZADD', DUE, str(now + lease), id)
      claimed[#claimed + 1] = { id, fence, redis.call('HMGET', key, unpack(FIELDS)), events }
    else
      redis.call('HSET', key, 'cursor', last)
      delivered(id)
    end
  end
end
-- Workflows whose receivers have enough to do make way for others that are due, and have not even been looked at.
if #due == most then
  for _, id in ipairs(waiting) do
    redis.call('ZADD', DUE, str(now + POSTPONED), id)
  end
end
return claimed
