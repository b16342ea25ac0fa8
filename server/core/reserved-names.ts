import { lookAlikeKeys } from './confusables.ts'

const RESERVED = `
  admin admins administrator administrators root superuser sysadmin owner moderator moderators mod mods staff
  official support helpdesk help security system server service webmaster postmaster
  everyone everybody here channel all deleted anonymous nobody you me myself null undefined
`
const NOT_LETTERS = /[^\p{L}\p{N}\p{M}]+/gu

const KEYS = new Set(
  RESERVED.trim()
    .split(/\s+/)
    .flatMap(word => [word, word.toUpperCase(), word[0]?.toUpperCase() + word.slice(1)])
    .flatMap(lookAlikeKeys),
)

/** Whether a name speaks for the service or for everyone; punctuation around it changes nothing. `keys`: its look-alike keys. */
export function isReserved(name: string, keys = lookAlikeKeys(name)): boolean {
  if (keys.some(key => KEYS.has(key))) return true
  const bare = name.replace(NOT_LETTERS, '')
  return bare !== name && lookAlikeKeys(bare).some(key => KEYS.has(key))
}
