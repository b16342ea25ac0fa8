import { codePoints, USERNAME_LENGTH } from '../../sdk/protocol/limits.ts'
import { hasStrayMark, withoutJoiners } from './joiners.ts'

export type Username = { ok: true; name: string } | { ok: false; message: string }

const SPACES = /\p{Zs}+/gu
/** Not `trim`, which would also take away a tab or a byte order mark. */
const OUTER_SPACE = /^ | $/g
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u
/**
 * Assigned and visible by their category, blank in every font: letters, and marks that only fill, join or mirror; and the
 * two that stand for something that is missing.
 */
const BLANK = /[\u2800\uFFFC\uFFFD\u{1107F}\u{13440}-\u{13442}\u{13447}-\u{13455}\u{16FE4}\u{1BC9D}\u{1BC9E}\u{1D159}]/u
const LOOSE_MARK = /(?:^|\p{Z})\p{M}/u
const PILE_OF_MARKS = /\p{M}{5}/u
/** What every name of such signs is made of is visible and stands alone. */
const ASCII = /^[!-~]+(?: [!-~]+)*$/
/** NFKC makes at most 18 code points of one. */
const RAW_LENGTH = USERNAME_LENGTH * 18

/** The normalised name, or a sentence about what is wrong with it. */
export function parseUsername(raw: string): Username {
  if (raw.length > RAW_LENGTH) return tooLong
  const name = raw.normalize('NFKC').replace(SPACES, ' ').replace(OUTER_SPACE, '')
  // before what takes longer
  if (codePoints(name, USERNAME_LENGTH + 1) > USERNAME_LENGTH) return tooLong
  if (ASCII.test(name)) return { ok: true, name }
  const visible = withoutJoiners(name)
  if (INVISIBLE.test(visible) || BLANK.test(visible)) return refuse('has invisible or unknown characters. Remove them.')
  if (visible === '') return refuse('is empty. Write a name.')
  if (LOOSE_MARK.test(visible)) return refuse('has an accent without a letter before it. Remove it.')
  if (hasStrayMark(visible)) return refuse('has an accent that does not belong to its letter. Remove it.')
  if (PILE_OF_MARKS.test(name)) return refuse('has too many accents on one letter. Use fewer.')
  return { ok: true, name }
}

function refuse(problem: string): Username {
  return { ok: false, message: `This name ${problem}` }
}

const tooLong = refuse(`is too long. Use at most ${USERNAME_LENGTH} characters.`)
