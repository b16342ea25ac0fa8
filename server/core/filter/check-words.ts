import { type FilterAction, isStronger } from '../../../sdk/protocol/filters.ts'
import type { Automaton } from './automaton.ts'
import { type FuzzyView, fuzzyViews, partsFuzzily } from './fuzzy.ts'
import { isBoundary, type Letters, lettersOf } from './letters.ts'
import { eachMatch, type Look, type Place } from './matches.ts'
import { exactView, seenViews, type View } from './view.ts'
import type { FuzzyPattern, Words } from './words.ts'

const parts = (letters: Letters, before: number, behind: number, inside: 'before' | 'behind') =>
  isBoundary(letters, inside === 'before' ? before + 1 : behind)
const SEEN: Look<View> = { views: seenViews, parts }
const EXACT: Look<View> = { views: letters => [exactView(letters)], parts }
const FUZZY: Look<FuzzyView> = { views: fuzzyViews, parts: partsFuzzily }

/** What is to be done about a text. `fuzzy`: the most that is done about what only the second look finds. */
export function checkWords(words: Words, text: string, fuzzy: 'report' | 'hold'): FilterAction | undefined {
  if (!words.mayStandIn(text)) return undefined
  const { seen, fuzzy: seenFuzzily, allowed, allowedFuzzily } = words.looks()
  const letters = lettersOf(text)
  let worst: FilterAction | undefined
  const consider = (action: FilterAction, most: FilterAction, isAllowed: () => boolean) => {
    if (isStronger(action, worst) && !isAllowed()) worst = action
    return worst === most
  }
  const isAllowed = spanner(letters, EXACT, allowed, () => true)
  eachMatch(letters, SEEN, seen, ({ action }, from, to) => consider(action, words.strongest, () => isAllowed(from, to)))
  const milder = (action: FilterAction) => (isStronger(action, fuzzy) ? fuzzy : action)
  const most = milder(words.strongest)
  if (!isStronger(most, worst)) return worst
  const isAllowedFuzzily = spanner(letters, FUZZY, allowedFuzzily, hasRuns)
  eachMatch(letters, FUZZY, seenFuzzily, (pattern, from, to, view, start, end) => {
    // A number is a number
    if (view.letters[end] === view.letters[start] || !hasRuns(pattern, view, start)) return false
    return consider(milder(pattern.action), most, () => isAllowedFuzzily(from, to))
  })
  return worst
}

/** Whether each letter stands as often as in the term, or so often that nobody writes it so by accident. */
function hasRuns({ runs }: FuzzyPattern, view: FuzzyView, start: number): boolean {
  return runs.every((least, at) => {
    const run = view.runs[start + at] as number
    return run === least || run > Math.max(2, least)
  })
}

/** Whether letters stand inside an allowed word; these are looked for when it is asked the first time. */
function spanner<V extends View, P extends Place>(
  letters: Letters,
  look: Look<V>,
  allowed: Automaton<P>,
  fits: (pattern: P, view: V, start: number) => boolean,
): (from: number, to: number) => boolean {
  let reach: Int32Array | undefined
  const find = () => {
    const found = new Int32Array(letters.all.length)
    eachMatch(letters, look, allowed, (pattern, from, to, view, start) => {
      if (fits(pattern, view, start)) found[from] = Math.max(found[from] as number, to)
      return false
    })
    for (let at = 1; at < found.length; at++) found[at] = Math.max(found[at] as number, found[at - 1] as number)
    return found
  }
  return (from, to) => {
    reach ??= find()
    return (reach[from] as number) >= to
  }
}
