import { codePoints } from '../../../sdk/protocol/limits.ts'
import { KIND } from './fold-letter.ts'
import { type Letters, lettersOf } from './letters.ts'

/** Code points of a term. */
export const TERM_LENGTH = 60
/** One character may stand for many: as many units are compared at most. */
const FOLDED_LENGTH = 120

export interface Term {
  letters: Letters
  /** It stands at the beginning of a word. */
  starts: boolean
  /** It stands at the end of a word. */
  ends: boolean
}

export type ParsedTerm = { ok: true; term: Term } | { ok: false; problem: string }

/** A term as it is written, with its stars; or what is wrong with it, to be read behind its name. */
export function parseTerm(raw: string): ParsedTerm {
  if (!raw.isWellFormed()) return wrong('has half a character in it. Write it anew.')
  const trimmed = raw.trim()
  if (trimmed === '') return wrong('is empty. Write a word, or take the entry out.')
  const from = trimmed.startsWith('*') ? 1 : 0
  const to = trimmed.length > from && trimmed.endsWith('*') ? trimmed.length - 1 : trimmed.length
  const word = trimmed.slice(from, to).trim()
  if (word === '')
    return wrong('is a star alone, which would be everything. Write a word beside it: cat*, *cat or *cat*.')
  if (word.includes('*'))
    return wrong('has a star inside. One may stand at its beginning and at its end: cat*, *cat or *cat*.')
  if (codePoints(word, TERM_LENGTH + 1) > TERM_LENGTH)
    return wrong(`is longer than ${TERM_LENGTH} characters. Write a shorter one.`)
  const letters = lettersOf(word)
  if (!letters.all.some(({ kind }) => kind !== KIND.sign)) return wrong('has no letter and no digit. Write a word.')
  const folded = letters.all.reduce((sum, { looks }) => sum + Math.max(...looks.map(look => look.length)), 0)
  if (folded > FOLDED_LENGTH) return wrong('has signs that stand for whole words. Write letters.')
  return { ok: true, term: { letters, starts: from === 0, ends: to === trimmed.length } }
}

function wrong(problem: string): ParsedTerm {
  return { ok: false, problem }
}
