import { type FoldedLetter, foldLetter, KIND, type Kind } from './fold-letter.ts'

/** What a reader sees of a text, letter by letter: without what is unseen, and without marks of formatting inside words. */
export interface Letters {
  readonly all: readonly FoldedLetter[]
  /** As each is written, with its accents. */
  readonly exact: readonly string[]
  /** Letters before which a mark of formatting stood, inside a word. */
  readonly parted: ReadonlySet<number>
}

const FORMATTING: ReadonlySet<string> = new Set('*_~`|')

/** Looks at each character once. */
export function lettersOf(text: string): Letters {
  const known = new Map<string, FoldedLetter | undefined>()
  const all: FoldedLetter[] = []
  const exact: string[] = []
  const parted = new Set<number>()
  let marks: FoldedLetter[] = []
  const add = (letter: FoldedLetter) => {
    all.push(letter)
    exact.push(letter.exact)
  }
  for (const char of text.normalize('NFC')) {
    const folded = known.has(char) ? known.get(char) : foldLetter(char)
    known.set(char, folded)
    if (folded === undefined) continue
    if (folded.kind === KIND.mark && folded.looks[0] === '') {
      if (exact.length > 0) exact[exact.length - 1] += folded.exact
      continue
    }
    if (FORMATTING.has(char) && (marks.length > 0 || isWord(all.at(-1)?.kind))) {
      marks.push(folded)
      continue
    }
    if (marks.length > 0) {
      if (isWord(folded.kind)) parted.add(all.length)
      else for (const mark of marks) add(mark)
      marks = []
    }
    add(folded)
  }
  for (const mark of marks) add(mark)
  return { all, exact, parted }
}

function isWord(kind: Kind | undefined): boolean {
  return kind !== undefined && kind !== KIND.sign
}

/**
 * Whether a word may begin or end before this letter. An apostrophe, a dot and an underscore part words, also where
 * Unicode's own rules (UAX #29) see one word; and so does a script without spaces, which is why no dictionary is asked.
 */
export function isBoundary({ all, parted }: Letters, at: number): boolean {
  const before = all[at - 1]?.kind
  const behind = all[at]?.kind
  if (behind === KIND.mark) return false
  if (!isWord(before) || !isWord(behind) || parted.has(at)) return true
  if (before === KIND.spaceless || behind === KIND.spaceless) return true
  return (before === KIND.symbol) !== (behind === KIND.symbol)
}
