import type { Letters } from './letters.ts'

/** A text that is compared. Each of its UTF-16 units comes from the letters `from` to `to`. */
export interface View {
  text: string
  from: number[]
  to: number[]
}

/** As it is written. */
export function exactView({ exact }: Letters): View {
  return viewOf(exact)
}

/** As it may be read, in one way or several. */
export function seenViews(letters: Letters): View[] {
  return waysToRead(letters).map(viewOf)
}

/** What each letter is taken for, in all ways that differ. */
export function waysToRead({ all }: Letters): string[][] {
  const isOne = all.every(({ looks: [small, plain, capital] }) => small === plain && small === capital)
  const ways = isOne ? ([0] as const) : ([0, 1, 2] as const)
  return ways.map(way => all.map(({ looks }) => looks[way]))
}

/** Space of any length is one space. */
function viewOf(letters: readonly string[]): View {
  const view: View = { text: '', from: [], to: [] }
  const parts: string[] = []
  for (const [at, letter] of letters.entries()) {
    if (letter === '' || (letter === ' ' && parts.at(-1) === ' ')) continue
    parts.push(letter)
    for (let unit = 0; unit < letter.length; unit++) {
      view.from.push(at)
      view.to.push(at + 1)
    }
  }
  view.text = parts.join('')
  return view
}
