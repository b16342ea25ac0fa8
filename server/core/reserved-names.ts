import { lookAlikeKeys } from './confusables.ts'

/** They speak for the service wherever they stand in a name. */
const TITLES = `
  admin admins administrator administrators sysadmin superadmin superuser moderator moderators mod mods staff
  official support helpdesk webmaster postmaster verified
  administrador administrateur amministratore moderador moderateur moderatore soporte
  админ администратор модератор поддержка مدير مشرف 管理员 管理員 管理者 客服 官方 관리자 운영자
`
/** They do so alone, and with each other. */
const ROLES = `
  root owner help security system server service
  everyone everybody here channel all deleted anonymous nobody you me myself null undefined
`
/** They add nothing to a role, and may be glued to a title. */
const FILLERS = 'the real team chat site bot desk message notice account member'

/** A name with one says that somebody vouched for it. */
const CHECK_MARK = /[\u2611\u2705\u2713\u2714\u{1F5F8}\u{1F5F9}\u{1FBB1}]/u
/** Between these writings stand no spaces. */
const GLUED_TITLE = /管理[员員者]|客服|官方/u
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}]+|(?<=\p{Ll})(?=\p{Lu})/u
const ACCENTS = /\p{M}/gu
const OUTER_DIGITS = /^\p{N}+|\p{N}+$/gu
/** What the widget itself writes behind a name: a word in brackets, or behind a dot or a dash. */
const SUFFIX = /(?:[^\p{L}\p{N}\p{M}\s'’-]|\s['’-]+)\s*([\p{L}\p{M}]+)[^\p{L}\p{N}]*$/u

const wordsOf = (list: string) => list.trim().split(/\s+/)
const keysOf = (words: readonly string[]) =>
  new Set(
    words.flatMap(word => [word, word.toUpperCase(), word[0]?.toUpperCase() + word.slice(1)]).flatMap(lookAlikeKeys),
  )

const fillers = wordsOf(FILLERS)
const titles = keysOf(wordsOf(TITLES))
const GLUED_FILLER = new RegExp(`^(?:${fillers.join('|')})|(?:${fillers.join('|')})$`, 'giu')
const roles = keysOf(wordsOf(ROLES))
const between = keysOf(fillers)
const own = keysOf(['you'])

/** The look-alike keys of a word as it stands, without its accents, the number behind it, or a filler at its side. */
function keysIn(word: string): string[] {
  const plain = word.normalize('NFD').replace(ACCENTS, '')
  const bare = plain.replace(OUTER_DIGITS, '')
  return [...new Set([word, plain, bare, bare.replace(GLUED_FILLER, '')])].flatMap(lookAlikeKeys)
}

/** Whether a name speaks for the service, for everyone or as the widget itself; punctuation around words changes nothing. */
export function isReserved(name: string): boolean {
  if (CHECK_MARK.test(name) || GLUED_TITLE.test(name)) return true
  const words = name.split(BETWEEN_WORDS).filter(word => word.replace(OUTER_DIGITS, '') !== '')
  const keys = words.map(keysIn)
  // Spelt out, and with a bar for a letter
  const whole = [words.join(''), name].filter(text => text !== words[0]).flatMap(keysIn)
  const has = (reserved: ReadonlySet<string>) => (key: string) => reserved.has(key)
  if ([...keys.flat(), ...whole].some(has(titles)) || whole.some(has(roles))) return true
  const suffix = SUFFIX.exec(name)?.[1]
  if (suffix && keysIn(suffix).some(has(own))) return true
  const role = (of: readonly string[]) => of.some(has(roles))
  return keys.some(role) && keys.every(of => role(of) || of.some(has(between)))
}
