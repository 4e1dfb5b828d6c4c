-- What all transitions share. Java puts the names of keys (RedisKeys) in front of this file, and in front of each script those definitions
-- from both that it uses (Definitions): each begins a line with its name, and uses those above it alone.
--
-- A script decides everything first, does its XADDs next (they fail if the id is not new) and the rest last: nothing is
-- rolled back here. JSON is passed through, never encoded, and so are outcomes, which are compressed if they are long. Numbers above 2^53
-- do not occur; str() writes them in full.
local SCHEMA = 1
local ENTRY_SECONDS = 86400
local HOUR_SECONDS = 26 * 3600
local DAY_SECONDS = 90 * 86400
local INSTANCE_SECONDS = 30 * 86400
local REMOVED_SECONDS = 86400
local DEAD_SECONDS = 7 * 86400
local MOST_DEAD = 10000
local ENDED = { completed = true, failed = true, cancelled = true }

local function str(number)
  return string.format('%.0f', number)
end

local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- The highest priority first, then age: of each priority the microseconds since 2020, until 2048, so that all of them are
-- exact in a double. A head of a time before priorities has none.
local AGES = 9e14
local EPOCH = 1577836800e6
local function place_in_queue(created, priority)
  return str((9 - (tonumber(priority) or 5)) * AGES + tonumber(created) - EPOCH)
end

local function enlist(id, created)
  redis.call('ZADD', WAITING, place_in_queue(created, redis.call('HGET', run_key(id), 'priority')), id)
end

-- Once for all that a script has enlisted: each process then claims as many as it has room for.
local function tell_waiting()
  redis.call('PUBLISH', NOTICES, 'waiting')
end

-- A sign of life of whoever renews or claims. If there was none for half a lease, Redis or everybody was away: owners get
-- one lease to return before their overdue claims are taken.
local function tick(now, lease)
  local last = tonumber(redis.call('GET', TICK) or now)
  if now - last > lease / 2 then
    redis.call('SET', GRACE, str(now), 'PX', str(lease))
  end
  redis.call('SET', TICK, str(now))
end

-- The operators' view: the submission's JSON with a few fields behind it.
local function write_entry(id, submission, model, fields, seconds)
  local open = string.sub(submission, 1, -2)
  redis.call('SET', entry_key(id), open .. ',"model":' .. model .. ',' .. fields .. '}', 'EX', seconds)
end

local function entry_fields(status, started, completed, error)
  local function time(text)
    return (text and text ~= '') and ('"' .. text .. '"') or 'null'
  end
  return '"status":"' .. status .. '","started_at":' .. time(started) .. ',"completed_at":' .. time(completed)
      .. ',"error":' .. error
end

-- Puts a workflow into the set of its status, and out of the others.
local function file_under(id, status)
  for _, each in ipairs(STATUSES) do
    redis.call(each == status and 'SADD' or 'SREM', status_key(each), id)
  end
end

-- Puts a workflow into another set than the one that it should be in.
local function move(id, from, to)
  if redis.call('SMOVE', from, to, id) == 0 then
    redis.call('SADD', to, id)
  end
end

-- Nothing if it is damaged: what goes wrong in the middle of a script is half done.
local function amount_of(text)
  return tonumber(text or 0) or 0
end

-- With 15 digits sums of decimals stay decimals.
local function decimal(sum)
  return string.format((sum % 1 == 0 and math.abs(sum) < 1e15) and '%.0f' or '%.15g', sum)
end

-- Adds amounts to running totals: pairs of field and amount, each field once. All are read and written at once, for less than
-- HINCRBYFLOAT takes for each. A sum that is taken back has no field any more: what adding and taking away may leave of it is far below one
-- amount. Whether there was none of these fields.
local function add(key, amounts, sign)
  local fields, sums, gone, known = {}, {}, {}, false
  for i = 1, #amounts, 2 do
    fields[#fields + 1] = amounts[i]
  end
  local before = #fields > 0 and redis.call('HMGET', key, unpack(fields))
  for i, field in ipairs(fields) do
    known = known or before[i]
    local sum = (tonumber(before[i]) or 0) + sign * amount_of(amounts[2 * i])
    if sign < 0 and math.abs(sum) < 1e-10 then
      gone[#gone + 1] = field
    else
      sums[#sums + 1] = field
      sums[#sums + 1] = decimal(sum)
    end
  end
  if #sums > 0 then
    redis.call('HSET', key, unpack(sums))
  end
  if #gone > 0 then
    redis.call('HDEL', key, unpack(gone))
  end
  return not known
end

-- The same for a day or an hour, which lives so long from its beginning, and is left alone if it has expired.
local function add_to_time(key, amounts, sign, seconds)
  if (sign > 0 or redis.call('EXISTS', key) == 1) and add(key, amounts, sign) then
    redis.call('EXPIRE', key, seconds)
  end
end

-- What happened, ever: pruning does not change it, a reopening does.
local function count(amounts, day, sign)
  add(TOTALS, amounts, sign)
  add_to_time(day, amounts, sign, DAY_SECONDS)
end

-- Of the amounts, those that are not split by anything.
local function plain(amounts)
  local some = {}
  for i = 1, #amounts, 2 do
    if not string.find(amounts[i], ':', 1, true) then
      some[#some + 1] = amounts[i]
      some[#some + 1] = amounts[i + 1]
    end
  end
  return some
end

-- What the kept workflows add up to. What one of them adds stands beside it and goes with it, even if all else of it is gone.
local function keep(id, hour, amounts)
  redis.call('HSET', COUNTED, id, hour .. '\n' .. table.concat(amounts, '\n'))
  add(KEPT, amounts, 1)
  add_to_time(hour_key(hour), plain(amounts), 1, HOUR_SECONDS)
end

-- Notes amounts that a running total is to lose: a tally has sums by field by key.
local function note(tally, key, amounts)
  local sums = tally[key] or {}
  tally[key] = sums
  for i = 1, #amounts, 2 do
    sums[amounts[i]] = (sums[amounts[i]] or 0) + amount_of(amounts[i + 1])
  end
end

local function take_away(tally)
  for key, sums in pairs(tally) do
    local amounts = {}
    for field, sum in pairs(sums) do
      amounts[#amounts + 1] = field
      amounts[#amounts + 1] = decimal(sum)
    end
    if key == KEPT then
      add(key, amounts, -1)
    else
      add_to_time(key, amounts, -1, HOUR_SECONDS)
    end
  end
end

-- What an ended workflow adds to the figures of the kept ones, noted in a tally: its hour and amounts, none if it is in none.
local function note_figures(tally, id)
  local hour, amounts = nil, {}
  for line in string.gmatch(redis.call('HGET', COUNTED, id) or '', '[^\n]+') do
    if hour then
      amounts[#amounts + 1] = line
    else
      hour = line
    end
  end
  if hour then
    note(tally, KEPT, amounts)
    note(tally, hour_key(hour), plain(amounts))
  end
  return hour, amounts
end

-- Takes ended workflows out of the lists of the kept ones, many in one command for each list. Their figures are noted before.
local function unlist(ids)
  redis.call('SREM', COMPLETED, unpack(ids))
  redis.call('ZREM', BY_TIME, unpack(ids))
  redis.call('ZREM', BY_COST, unpack(ids))
  redis.call('ZREM', BY_SECONDS, unpack(ids))
  redis.call('HDEL', COUNTED, unpack(ids))
end

-- One field of a hash; none if what stands there is no hash.
local function field_of(key, field)
  local found = redis.pcall('HGET', key, field)
  return type(found) ~= 'table' and found or nil
end

-- Fields of a head; none if what stands there is no head. One damaged workflow must not hold up the others.
local function head_of(id, ...)
  local found = redis.pcall('HMGET', run_key(id), ...)
  return found.err and {} or found
end

-- Whether it can be the id of a workflow. Somebody may have put something else into an index, or written a head by hand.
local function proper(id)
  return string.find(id, '^%l+_' .. string.rep('[0-9a-f]', 12) .. '$') ~= nil
end

-- What is damaged is nobody's turn any more. It is left as it is otherwise, for people to look at.
local function set_aside(id)
  redis.call('ZREM', WAITING, id)
  redis.call('ZREM', CLAIMS, id)
  redis.call('ZREM', SUSPECTS, id)
end

-- Whoever delivers is to look at a workflow, unless it waits for its next attempt or is looked at. What is damaged there does not
-- fail whoever records.
local function announce(id)
  if field_of(webhook_key(id), 'state') == 'active' and redis.pcall('ZADD', DUE, 'NX', str(now_ms()), id) == 1 then
    redis.call('PUBLISH', DELIVERY_NOTICES, id)
  end
end

-- Whether it can be the position of an event.
local function is_position(text)
  return text and string.find(text, '^%d+%-%d+$') ~= nil
end

-- Whether it can be the fence of a webhook, and one more is one too: Redis adds to no number that it would write otherwise.
local function is_fence(text)
  return text and string.find(text, '^[1-9]%d*$') ~= nil and tonumber(text) < 2 ^ 53
end

-- The same of what is counted from nothing on.
local function is_count(text)
  return not text or text == '0' or is_fence(text)
end

-- The first events behind a cursor that a webhook wants, found among so many at a time; none if there are none up to the tip.
-- Also the position up to which was looked, and whether they cannot be read.
local function undelivered(id, cursor, filter, page)
  local wanted, last, more, unreadable = {}, cursor, true, false
  while more and #wanted == 0 do
    local events = redis.pcall('XRANGE', journal_key(id), '(' .. last, '+', 'COUNT', page)
    unreadable = events.err ~= nil
    more = not unreadable and #events > 0
    for _, event in ipairs(more and events or {}) do
      local readable, envelope = pcall(cjson.decode, event[2][2])
      local kind = readable and type(envelope) == 'table' and tostring(envelope.event_type)
      if filter == '' or (kind and string.find(',' .. filter .. ',', ',' .. kind .. ',', 1, true)) then
        wanted[#wanted + 1] = { event[1], event[2][2] }
      end
      last = event[1]
    end
  end
  return wanted, last, unreadable
end

-- Puts an event aside that was not delivered; the oldest such ones make way.
local function bury(id, position, event, attempts, error_json)
  local now = now_ms()
  if redis.call('TYPE', dead_key(id)).ok ~= 'hash' then
    redis.call('DEL', dead_key(id))
  end
  redis.call('HSET', dead_key(id), position, '{"died_at":' .. str(now) .. ',"attempts":' .. attempts .. ',"error":' .. error_json
      .. ',"event":' .. event .. '}')
  redis.call('EXPIRE', dead_key(id), DEAD_SECONDS)
  redis.call('ZADD', DEAD, str(now), id .. ' ' .. position)
  redis.call('HINCRBY', DELIVERIES, 'dead', 1)
  local function drop(letters)
    for _, letter in ipairs(letters) do
      local of, at = string.match(letter, '^(%S+) (%S+)$')
      if of then
        redis.pcall('HDEL', dead_key(of), at)
      end
      redis.call('ZREM', DEAD, letter)
    end
  end
  drop(redis.call('ZRANGEBYSCORE', DEAD, '-inf', str(now - DEAD_SECONDS * 1000), 'LIMIT', 0, 100))
  local excess = redis.call('ZCARD', DEAD) - MOST_DEAD
  if excess > 0 then
    drop(redis.call('ZRANGE', DEAD, 0, excess - 1))
  end
end

-- What is to be delivered outlives the usual time of an ended workflow; pruning puts it aside.
local function hold_for_webhook(id)
  if field_of(webhook_key(id), 'state') == 'active' then
    redis.call('PERSIST', run_key(id))
    redis.call('PERSIST', journal_key(id))
  end
end

-- Nothing is to be delivered: an ended workflow lives as long as its result.
local function delivered(id)
  redis.call('ZREM', DUE, id)
  local left = redis.call('TTL', result_key(id))
  if left > 0 and ENDED[field_of(run_key(id), 'status')] then
    redis.call('EXPIRE', run_key(id), left)
    redis.call('EXPIRE', journal_key(id), left)
  end
end

-- Numbers a decision about a workflow's webhook: the one that somebody remembers, unless a later one is known, else the next.
-- Microseconds, so that none is the number of an earlier one that Redis has lost.
local function edition_of(id, remembered)
  local webhook = redis.pcall('HMGET', webhook_key(id), 'edition', 'url')
  local known = webhook.err and -1 or tonumber(webhook[1] or (webhook[2] and 0)) or -1
  if remembered ~= '' then
    return tonumber(remembered) >= known and remembered or nil, tonumber(remembered) == known
  end
  local time = redis.call('TIME')
  return str(math.max(known + 1, time[1] * 1000000 + time[2])), false
end

-- Delivers from the first event on, or goes on where a former registration was. The fence begins where another registration has
-- not been: whoever still delivers for one that was removed must not be taken for this one's.
local function write_webhook(id, edition, url, host, events, secret, form)
  local key, time = webhook_key(id), redis.call('TIME')
  redis.call('HSET', key, 'edition', edition, 'url', url, 'host', host, 'events', events, 'secret', secret, 'form', form, 'state', 'active',
      'attempts', '0')
  redis.call('HDEL', key, 'failing_since', 'error')
  redis.call('HSETNX', key, 'registered_at', str(now_ms()))
  redis.call('HSETNX', key, 'cursor', '0-0')
  redis.call('HSETNX', key, 'fence', str(time[1] * 1000000 + time[2]))
  redis.call('HINCRBY', key, 'fence', 1)
  redis.call('PERSIST', key)
  redis.call('SADD', WEBHOOKS, id)
  redis.call('HSET', run_key(id), 'webhook', '1')
end

-- The webhook that a new workflow is to have: URL or '', host, events, secret, form. The first decision about it.
local function begin_webhook(id, url, ...)
  if url ~= '' then
    write_webhook(id, '0', url, ...)
  end
end

-- What a webhook has put aside.
local function drop_letters(id)
  local positions = redis.pcall('HKEYS', dead_key(id))
  for _, position in ipairs(positions.err and {} or positions) do
    redis.call('ZREM', DEAD, id .. ' ' .. position)
  end
  redis.call('DEL', dead_key(id))
end

-- Registrations go with their workflows; they stay for what was put aside.
local function forget_webhooks(ids)
  redis.call('SREM', WEBHOOKS, unpack(ids))
  redis.call('ZREM', DUE, unpack(ids))
  for _, id in ipairs(ids) do
    if redis.call('EXISTS', dead_key(id)) == 1 then
      redis.call('EXPIRE', webhook_key(id), DEAD_SECONDS)
    else
      redis.call('DEL', webhook_key(id))
    end
  end
end

-- Every trace of workflows but their figures; of which pattern they are is not known any more if their heads are gone.
local function erase(ids)
  local keys = {}
  for i, id in ipairs(ids) do
    local at = 6 * i
    keys[at - 5], keys[at - 4], keys[at - 3] = run_key(id), entry_key(id), steps_key(id)
    keys[at - 2], keys[at - 1], keys[at] = journal_key(id), result_key(id), offers_key(id)
  end
  redis.call('DEL', unpack(keys))
  forget_webhooks(ids)
  unlist(ids)
  for _, set in ipairs({ ACTIVE, unpack(TYPES) }) do
    redis.call('SREM', set, unpack(ids))
  end
  for _, status in ipairs(STATUSES) do
    redis.call('SREM', status_key(status), unpack(ids))
  end
  for _, list in ipairs({ WAITING, CLAIMS, SUSPECTS, BY_CREATED }) do
    redis.call('ZREM', list, unpack(ids))
  end
end

local function forget(id)
  local tally = {}
  note_figures(tally, id)
  erase({ id })
  take_away(tally)
end

-- Puts a new workflow into the indexes. Whether it was in one of them.
local function index(id, pattern, created)
  return redis.call('ZADD', BY_CREATED, created, id) + redis.call('SADD', type_key(pattern), id) + redis.call('SADD', ACTIVE, id)
      + redis.call('SADD', status_key('pending'), id) < 4
end

-- The same, and no trace of an earlier one is left: keys were removed by others if there are any.
local function begin(id, pattern, created)
  if redis.call('EXISTS', run_key(id), entry_key(id), steps_key(id), journal_key(id), result_key(id), offers_key(id),
      webhook_key(id)) > 0 or index(id, pattern, created) then
    forget(id)
    index(id, pattern, created)
  end
end

-- For those who may be reading it, or keep it in memory.
local function tell_removed(id)
  redis.call('PUBLISH', NOTICES, 'revoked ' .. id)
  redis.call('PUBLISH', event_channel(id), 'removed')
end

local function remove(id)
  forget(id)
  tell_removed(id)
end

-- How many drivers in a row will have vanished without a new outcome if a workflow is claimed now, and when its last claim runs
-- or ran out. A driver that is still in time, gave its claim back or never heard of it has not vanished: that neither counts
-- nor resets.
local function takeovers_at(id, now)
  local head = redis.call('HMGET', run_key(id), 'owner', 'takeovers', 'fresh', 'accepted')
  local deadline = tonumber(redis.call('ZSCORE', CLAIMS, id) or 0)
  if head[3] == '1' then
    return 0, deadline
  end
  return tonumber(head[2]) + ((head[1] and deadline <= now and head[4] ~= '0') and 1 or 0), deadline
end

-- Gives a workflow to an owner under a new epoch.
local function take(id, owner, now, lease)
  local run = run_key(id)
  local head = redis.call('HMGET', run, 'owner', 'epoch', 'seq', 'accepted')
  local before, epoch = head[1], str(head[2] + 1)
  local count, deadline = takeovers_at(id, now)
  local takeovers = str(count)
  if before and deadline <= now and head[4] ~= '0' then
    redis.call('HSET', run, 'arrival', 'takeover')
  end
  redis.call('HSET', run, 'owner', owner, 'epoch', epoch, 'takeovers', takeovers, 'fresh', '0', 'accepted', '0')
  if redis.call('ZREM', WAITING, id) == 1 then
    redis.call('PUBLISH', NOTICES, 'begun ' .. id)
  end
  redis.call('ZADD', CLAIMS, str(now + lease), id)
  if before and before ~= owner then
    redis.call('PUBLISH', NOTICES, 'taken ' .. id .. ' ' .. before)
  end
  return { id, epoch, head[3], takeovers }
end

-- A batch: ARGV[1..14], then its events, then pairs of step and outcome.
local BATCH = {
  id = ARGV[1], owner = ARGV[2], epoch = ARGV[3], first = tonumber(ARGV[4]), events = tonumber(ARGV[5]),
  outcomes = tonumber(ARGV[6]), status = ARGV[7], stage = ARGV[8], agents = ARGV[9], answered = ARGV[10],
  failed = ARGV[11], cost = ARGV[12], started = ARGV[13], spending = ARGV[14]
}
local FIRST_EVENT = 15

-- Whether all of the batch stands in the journal already.
local function repeats(batch, seq)
  if batch.first + batch.events - 1 > seq then
    return false
  end
  local journal, steps = journal_key(batch.id), steps_key(batch.id)
  for i = 0, batch.events - 1 do
    local position = batch.epoch .. '-' .. str(batch.first + i)
    local found = redis.call('XRANGE', journal, position, position)
    if #found == 0 or found[1][2][2] ~= ARGV[FIRST_EVENT + i] then
      return false
    end
  end
  for i = 0, batch.outcomes - 1 do
    if redis.call('HEXISTS', steps, ARGV[FIRST_EVENT + batch.events + 2 * i]) == 0 then
      return false
    end
  end
  return true
end

-- What is asked of a head before a batch is written: its fields in this order, and perhaps more. Of a workflow that never had a webhook,
-- an offered answer or a vanished driver nothing is looked up or taken back.
local function head_before(batch, ...)
  return redis.call('HMGET', run_key(batch.id), 'owner', 'epoch', 'seq', 'status', 'steps', 'takeovers', 'offered', 'webhook', ...)
end

-- Each step keeps its first outcome. Whether there is a new one. What is damaged beside them does not fail whoever records: the head would
-- not count what was written.
local function write_outcomes(batch, before, order)
  local steps, fresh, names, all = steps_key(batch.id), false, {}, {}
  local unknown = before[5] ~= '0'
  for i = 1, batch.outcomes do
    local at = FIRST_EVENT + batch.events + 2 * (i - 1)
    names[i] = ARGV[at]
    all[2 * i - 1] = ARGV[at]
    all[2 * i] = str(order + i) .. ' ' .. ARGV[at + 1]
    if unknown or batch.outcomes > 1000 then
      fresh = redis.call('HSETNX', steps, all[2 * i - 1], all[2 * i]) == 1 or fresh
    end
  end
  if not (unknown or batch.outcomes > 1000) then
    redis.call('HSET', steps, unpack(all))
    fresh = true
  end
  if before[7] ~= '0' then
    redis.pcall('HDEL', offers_key(batch.id), unpack(names))
  end
  return fresh
end

-- Events first: an XADD is refused if its id is not behind the last one. With them go further fields of the head.
local function write_batch(batch, before, head)
  local journal, run, epoch = journal_key(batch.id), run_key(batch.id), batch.epoch .. '-'
  local order = (before[5] or 0) + 0
  for i = 0, batch.events - 1 do
    redis.call('XADD', journal, epoch .. str(batch.first + i), 'event', ARGV[FIRST_EVENT + i])
  end
  local function set(field, value)
    head[#head + 1] = field
    head[#head + 1] = value
  end
  if batch.outcomes > 0 then
    set('steps', str(order + batch.outcomes))
    if write_outcomes(batch, before, order) then
      set('fresh', '1')
      if before[6] ~= '0' then
        redis.pcall('ZREM', SUSPECTS, batch.id)
      end
    end
  end
  if batch.started ~= '' then
    set('started_at', batch.started)
  else
    redis.call('HDEL', run, 'started_at')
  end
  if batch.spending ~= '' then
    set('spending', batch.spending)
  end
  local seq = str(batch.first + batch.events - 1)
  redis.call('HSET', run, 'seq', seq, 'stage', batch.stage, 'agents', batch.agents, 'answered', batch.answered, 'failed', batch.failed,
      'cost', batch.cost, 'accepted', '1', unpack(head))
  if before[8] ~= '0' then
    announce(batch.id)
  end
  return seq
end
