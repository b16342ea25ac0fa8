/**
 * Checks, then writes: all in one step. KEYS: any key of the tag, for a cluster to go by; the hash of a log, or none.
 * ARGV: the run of this server; a fresh epoch; how many events; the command that publishes, the channel and what is told; how many
 * checks, and for each how many words, what is expected, and the words; then for each command how many words, and the words.
 */
export const COMMIT = `#!lua
-- chat:commit:v1
-- where there is no memory for more it does not begin, so that nothing is half done
local run, fresh, events, publish, channel, text = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5], ARGV[6]
local meta = KEYS[2]

local function word(reply)
  if reply == false then return '-' end
  return '=' .. reply
end

local function digest(reply)
  local all
  if type(reply) == 'table' then
    local words = {}
    for i = 1, #reply do words[i] = word(reply[i]) end
    all = table.concat(words, '\\0')
  else
    all = word(reply)
  end
  if #all > 60 then return redis.sha1hex(all) end
  return all
end

local at = 8
local failed = {}
for check = 1, tonumber(ARGV[7]) do
  local words = tonumber(ARGV[at])
  local reply = redis.call(unpack(ARGV, at + 2, at + 1 + words))
  if digest(reply) ~= ARGV[at + 1] then failed[#failed + 1] = check - 1 end
  at = at + 2 + words
end
if #failed > 0 then return { 0, unpack(failed) } end

local epoch, seq = '', 0
if meta then
  local known = redis.call('HMGET', meta, 'e', 's', 'r')
  epoch = known[1]
  seq = tonumber(known[2] or 0)
  -- of another run of the server, or of another server, nobody knows what it has lost
  if not epoch or known[3] ~= run then epoch = fresh end
  if epoch ~= known[1] or events > 0 then
    redis.call('HSET', meta, 'e', epoch, 's', string.format('%.0f', seq + events), 'r', run)
  end
end

local function place(k) return string.format('%.0f', seq + k) end
local function placed(value)
  if string.find(value, '\\1', 1, true) then return (string.gsub(value, '\\1(%-?%d+)\\1', place)) end
  return value
end

while at <= #ARGV do
  local words = tonumber(ARGV[at])
  for i = at + 1, at + words do ARGV[i] = placed(ARGV[i]) end
  redis.call(unpack(ARGV, at + 1, at + words))
  at = at + words + 1
end
if events > 0 then
  redis.call(publish, channel, string.format('%.0f', seq) .. ' ' .. epoch .. '\\n' .. placed(text))
end
return { 1, string.format('%.0f', seq), epoch }
`

/**
 * Reads as of one moment. KEYS: any key of the tag. ARGV: for each command how many words, and the words. It answers with the
 * list of their replies.
 */
export const VIEW = `#!lua flags=no-writes
-- chat:view:v1
local replies = {}

local function rows(key, fields)
  local all = {}
  for first = 1, #fields, 1000 do
    local names = {}
    for i = first, math.min(first + 999, #fields) do names[#names + 1] = fields[i] or '-' end
    local some = redis.call('HMGET', key, unpack(names))
    for i = 1, #some do all[#all + 1] = some[i] end
  end
  return all
end

local function reply(words)
  if string.sub(words[1], 1, 1) ~= '@' then return redis.call(unpack(words)) end
  local key, from = words[2], replies[tonumber(words[3]) + 1]
  if words[1] == '@HMGET' then return rows(key, from) end
  if words[1] == '@HEADS' then
    local heads = rows(key, from)
    for i = 1, #heads do if heads[i] then heads[i] = string.match(heads[i], '^[^\\n]*') end end
    return heads
  end
  local quoted = {}
  for i = 1, #from do quoted[i] = from[i] and string.match(from[i], '^%S+ %S+ %S+ (%d+)') or false end
  return rows(key, quoted)
end

local at = 1
while at <= #ARGV do
  local count = tonumber(ARGV[at])
  replies[#replies + 1] = reply({ unpack(ARGV, at + 1, at + count) })
  at = at + count + 1
end
return replies
`
