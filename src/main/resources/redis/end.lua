-- a batch, then error, error as JSON, completed (ISO), completed (epoch seconds), result, reopenable, seconds kept,
-- hour, execution seconds, then totals as pairs -> RECORDED | FENCED | UNKNOWN
local batch = BATCH
local run = run_key(batch.id)
local before = head_before(batch, 'ender', 'pattern', 'submission', 'model')
local ender, pattern, submission, model = before[9], before[10], before[11], before[12]
if not before[2] then
  return { 'UNKNOWN' }
elseif ENDED[before[4]] then
  return { (ender == batch.owner and before[2] == batch.epoch) and 'RECORDED' or 'FENCED' }
elseif before[1] ~= batch.owner or before[2] ~= batch.epoch or batch.first ~= before[3] + 1 then
  return { 'FENCED' }
end

local at = FIRST_EVENT + batch.events + 2 * batch.outcomes
local error, error_json, completed, score, result = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4]
local reopenable, kept, hour, took = ARGV[at + 5], ARGV[at + 6], ARGV[at + 7], ARGV[at + 8]
local cost = '0'
local amounts = { batch.status, '1', batch.status .. ':' .. pattern, '1', 'bytes', str(#result) }
local function amount(field, value)
  amounts[#amounts + 1] = field
  amounts[#amounts + 1] = value
end
for i = at + 9, #ARGV, 2 do
  local field, value = ARGV[i], ARGV[i + 1]
  amount(field, value)
  if field == 'cost' or field == 'tokens' then
    amount(field .. ':pattern:' .. pattern, value)
  end
  cost = field == 'cost' and value or cost
end

local ended = { 'status', batch.status, 'ender', batch.owner, 'completed_at', completed, 'reopenable', reopenable }
if error ~= '' then
  ended[#ended + 1] = 'error'
  ended[#ended + 1] = error
end
local seq = write_batch(batch, before, ended)
redis.call('HDEL', run, 'owner')
redis.call('SET', result_key(batch.id), result, 'EX', kept)
write_entry(batch.id, submission, model, entry_fields(batch.status, batch.started, completed, error_json), kept)
if reopenable == '1' then
  redis.call('DEL', offers_key(batch.id))
  redis.call('EXPIRE', steps_key(batch.id), kept)
else
  redis.call('DEL', steps_key(batch.id), offers_key(batch.id))
end
redis.call('EXPIRE', run, kept)
redis.call('EXPIRE', journal_key(batch.id), kept)
if before[8] == '0' then
  -- Another version may have registered one without a word in the head.
  announce(batch.id)
end
hold_for_webhook(batch.id)
redis.call('ZREM', CLAIMS, batch.id)
redis.call('ZREM', WAITING, batch.id)
if before[6] ~= '0' then
  redis.call('ZREM', SUSPECTS, batch.id)
end
move(batch.id, ACTIVE, COMPLETED)
redis.call('ZADD', BY_TIME, score, batch.id)
redis.call('ZADD', BY_COST, cost, batch.id)
redis.call('ZADD', BY_SECONDS, took, batch.id)
move(batch.id, status_key(before[4]), status_key(batch.status))
keep(batch.id, hour, amounts)
count(amounts, day_key(string.sub(hour, 1, 8)), 1)
redis.call('PUBLISH', event_channel(batch.id), batch.epoch .. '-' .. seq)
return { 'RECORDED' }
