import { lookAlikeKeys } from './confusables.ts'

/** They speak for the service wherever they stand in a name. */
const TITLES = `
  admin admins administrator administrators sysadmin superadmin superuser moderator moderators mod mods staff
  official support helpdesk webmaster postmaster verified
  administrador administrateur amministratore moderador moderateur moderatore soporte
  админ администратор модератор поддержка техподдержка مدير مشرف المدير المشرف 管理员 管理員 管理者 管理人 客服 官方 관리자 운영자
  アドミン サポート 運営 公式
`
/** They do so alone, and with each other. */
const ROLES = `
  root owner help security system server service
  everyone everybody here channel all deleted anonymous nobody null undefined
`
/** They do so alone. */
const PRONOUNS = 'you me myself'
/** They add nothing to a role, and may be glued to a title. */
const FILLERS = 'the real team chat site bot desk message notice account member'

/** A name with one says that somebody vouched for it. */
const CHECK_MARK = /[\u2611\u2705\u2713\u2714\u{1F5F8}\u{1F5F9}\u{1FBB1}]/u
/** Between these writings stand no spaces. */
const GLUED_TITLE = /管理[员員者人]|客服|官方|運営|公式/u
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}]+|(?<=\p{Ll})(?=\p{Lu})/u
const ACCENTS = /\p{M}/gu
const OUTER_DIGITS = /^\p{N}+|\p{N}+$/gu
/** Before what the widget itself writes behind a name: in brackets, or behind a dot or a dash. */
const SEPARATOR = /[\p{Ps}\p{Pi}<·•‧∙⋅・|:~*]|\s[\p{Pd}'’]+/u
const NO_LETTER = /[^\p{L}\p{M}]/gu
/** Signs and digits that are written for letters. */
const LEET = new Map(Object.entries({ '@': 'a', '4': 'a', '!': 'i', $: 's', '5': 's' }))
const LEET_SIGNS = /[@4!$5]/g
/** Two are a flag. */
const INDICATORS = /[\u{1F1E6}-\u{1F1FF}]{3,}/gu

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
const pronouns = keysOf(wordsOf(PRONOUNS))
const own = keysOf(['you'])

const spelt = (indicators: string) =>
  indicators.replace(/./gu, char => String.fromCharCode((char.codePointAt(0) ?? 0) - 0x1f1e6 + 65))
/** As who reads signs for letters sees it. */
const withoutLeet = (name: string) =>
  name.replace(INDICATORS, spelt).replace(LEET_SIGNS, sign => LEET.get(sign) ?? sign)
const wordsIn = (name: string) => name.split(BETWEEN_WORDS).filter(word => word.replace(OUTER_DIGITS, '') !== '')

/** The look-alike keys of a word as it stands, without its accents, the number behind it, or a filler at its side. */
function keysIn(word: string): string[] {
  const plain = word.normalize('NFD').replace(ACCENTS, '')
  const bare = plain.replace(OUTER_DIGITS, '')
  return [...new Set([word, plain, bare, bare.replace(GLUED_FILLER, '')])].flatMap(lookAlikeKeys)
}

/** Nothing but ASCII is looked at here, where a letter of a part is the same letter in the whole. */
const ASCII = /^[\0-\x7f]*$/
const NOT_ALPHANUMERIC = /[^A-Za-z0-9]/g
const NOT_ALPHABETIC = /[^A-Za-z]/g
const ANY_RESERVED = new RegExp([...titles, ...roles, ...pronouns, ...own].filter(key => ASCII.test(key)).join('|'))

/** Whether anything in an ASCII name looks like a reserved word, wherever it begins and ends: in most nothing does. */
function isSuspect(name: string): boolean {
  const bare = name.replace(NOT_ALPHANUMERIC, '')
  const read = name.replace(LEET_SIGNS, sign => LEET.get(sign) ?? sign).replace(NOT_ALPHANUMERIC, '')
  // As it stands, too: a bar is written for a letter
  const texts = new Set([name, bare, read, name.replace(NOT_ALPHABETIC, '')])
  return [...texts].some(text => lookAlikeKeys(text).some(key => ANY_RESERVED.test(key)))
}

/** Whether a name speaks for the service, for everyone or as the widget itself; punctuation around words changes nothing. */
export function isReserved(name: string): boolean {
  return (!ASCII.test(name) || isSuspect(name)) && isReservedInFull(name)
}

/** The same, however unsuspicious it is. */
export function isReservedInFull(name: string): boolean {
  if (CHECK_MARK.test(name) || GLUED_TITLE.test(name)) return true
  const words = wordsIn(name)
  const keys = words.map(keysIn)
  // Spelt out, and with a bar for a letter
  const whole = [words.join(''), name].filter(text => text !== words[0]).flatMap(keysIn)
  const has = (reserved: ReadonlySet<string>) => (key: string) => reserved.has(key)
  const read = withoutLeet(name)
  const leet = read === name ? [] : wordsIn(read).flatMap(keysIn)
  if ([...keys.flat(), ...whole, ...leet].some(has(titles)) || whole.some(has(roles))) return true
  if ([...whole, ...(words.length === 1 ? keys.flat() : [])].some(has(pronouns))) return true
  const parts = name.split(SEPARATOR)
  const isOwn = (_: string, at: number) =>
    at > 0 && keysIn(parts.slice(at).join('').replace(NO_LETTER, '')).some(has(own))
  if (parts.some(isOwn)) return true
  const role = (of: readonly string[]) => of.some(has(roles))
  return keys.some(role) && keys.every(of => role(of) || of.some(has(between)))
}
