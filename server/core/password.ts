import { codePoints } from '../../sdk/protocol/limits.ts'
import { isCommonPassword } from './common-passwords.ts'
import { lookAlikeKeys } from './confusables.ts'

export type CheckedPassword = { ok: true; password: string } | { ok: false; message: string }

/**
 * By NIST SP 800-63B: a length, no rules about kinds of characters, nothing that is guessed first, and all of it counts.
 * 256 bytes hold the 64 characters that it asks for in any script.
 */
export const PASSWORD_LENGTH = 10
export const PASSWORD_BYTES = 256
/** NFKC makes fewer bytes of some texts; what is longer than this is never looked at. UTF-16 units. */
const RAW_LENGTH = 1_024

const CONTROL = /\p{Cc}/u
const NOT_OF_A_NAME = /[^\p{L}\p{M}\p{N}]/gu
const OUTER_DIGITS = /^\p{N}+|\p{N}+$/gu
const bytes = new TextEncoder()

/** A password as it is hashed and compared, however a keyboard writes it; undefined: it is nobody's. */
export function normalizePassword(raw: string): string | undefined {
  if (raw.length > RAW_LENGTH || !raw.isWellFormed()) return undefined
  const password = raw.normalize('NFKC')
  return bytes.encode(password).length > PASSWORD_BYTES ? undefined : password
}

/**
 * A password that may be chosen, as it is hashed; or a sentence about what is wrong with it. `name`: of whoever chooses
 * it; `listed`: passwords that many have, in small letters.
 */
export function parsePassword(raw: string, name: string, listed: ReadonlySet<string>): CheckedPassword {
  const password = normalizePassword(raw)
  if (password === undefined)
    return raw.length > RAW_LENGTH || raw.isWellFormed()
      ? refuse('is too long. Use a shorter one.')
      : refuse('has characters that are no text. Write it anew.')
  if (CONTROL.test(password)) return refuse('has a tab or a line break in it. Remove it.')
  if (codePoints(password, PASSWORD_LENGTH) < PASSWORD_LENGTH)
    return refuse(`is too short. Use at least ${PASSWORD_LENGTH} characters; some words in a row are easy to remember.`)
  if (isName(password, name)) return refuse('is like your name. Choose one that nobody guesses.')
  if (listed.has(password.toLowerCase()) || isCommonPassword(password))
    return refuse('is easy to guess. Choose another; some words in a row are easy to remember.')
  return { ok: true, password }
}

function refuse(problem: string): CheckedPassword {
  return { ok: false, message: `This password ${problem}` }
}

/** The name once or more, forwards or backwards, in any writing, with digits and punctuation around and between. */
function isName(password: string, name: string): boolean {
  const bare = (text: string) => text.replace(NOT_OF_A_NAME, '')
  const plain = bare(name.slice(0, RAW_LENGTH).normalize('NFKC'))
  const core = plain.replace(OUTER_DIGITS, '') || plain
  if (core === '') return false
  const words = [plain, core, [...core].reverse().join('')]
  const said = bare(password)
  const forms = [said, said.replace(OUTER_DIGITS, ''), password.split(/[\p{N}\p{P}\p{S}\p{Z}]+/u).join('')]
  return forms.some(form => words.some(word => isRepeated(form, word)))
}

function isRepeated(text: string, word: string): boolean {
  const times = text.length / word.length
  if (!Number.isInteger(times) || times === 0) return false
  const keys = new Set(lookAlikeKeys(word.repeat(times)))
  return lookAlikeKeys(text).some(key => keys.has(key))
}
