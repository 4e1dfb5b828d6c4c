-- id -> REMOVED | ACTIVE | UNKNOWN
local id = ARGV[1]
local status = redis.call('HGET', run_key(id), 'status')
if not status then
  return { 'UNKNOWN' }
elseif not ENDED[status] then
  return { 'ACTIVE' }
end
drop_letters(id)
forget(id)
-- For processes that are cut off meanwhile, and bring what they know when they are back.
redis.call('SET', removed_key(id), '1', 'EX', REMOVED_SECONDS)
redis.call('PUBLISH', NOTICES, 'revoked ' .. id)
return { 'REMOVED' }
