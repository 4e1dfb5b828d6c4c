-- id, edition that somebody remembers or '' -> REMOVED edition, 1 if there was a registration, else 0 | LATER: another decision is
-- known | UNKNOWN, to who remembers. What was put aside goes with it; what stays is the number of the decision, for those who come
-- with an earlier one, however late. It goes with the workflow.
local id, remembered, key = ARGV[1], ARGV[2], webhook_key(ARGV[1])
local known = field_of(run_key(id), 'status')
if remembered ~= '' and not known then
  return { 'UNKNOWN' }
end
local edition = edition_of(id, remembered)
if not edition then
  return { 'LATER' }
end
local there = redis.call('EXISTS', key) == 1 and redis.pcall('HEXISTS', key, 'url') ~= 0
drop_letters(id)
forget_webhooks({ id })
delivered(id)
if known then
  redis.call('HSET', key, 'edition', edition)
end
return { 'REMOVED', edition, there and 1 or 0 }
