import { type FilterAction, isStronger, type WordRule } from '../../../sdk/protocol/filters.ts'
import { type Automaton, buildAutomaton } from './automaton.ts'
import { type FuzzyView, fuzzyViews, partsFuzzily } from './fuzzy.ts'
import { compileGlance } from './glance.ts'
import { isBoundary, type Letters, lettersOf } from './letters.ts'
import { eachMatch, type Look, type Place } from './matches.ts'
import { parseTerm, type Term } from './term.ts'
import { exactView, seenViews, type View } from './view.ts'

interface Pattern extends Place {
  action: FilterAction
}

interface FuzzyPattern extends Pattern {
  /** How often each of its letters stands there. */
  runs: readonly number[]
}

/** Words to look for, in the first look and the second, and those that are allowed. */
export interface Words {
  /** Whether any of them may stand in a text; in most there is none. */
  mayStandIn(text: string): boolean
  seen: Automaton<Pattern>
  fuzzy: Automaton<FuzzyPattern>
  allowed: Automaton<Place>
  allowedFuzzily: Automaton<FuzzyPattern>
  /** What is done about the worst of them. */
  strongest: FilterAction
}

/** Spellings that differ in nothing but repeated letters; more are not looked for in the second look. */
const MOST_SPELLINGS = 16

const parts = (letters: Letters, before: number, behind: number, inside: 'before' | 'behind') =>
  isBoundary(letters, inside === 'before' ? before + 1 : behind)
const SEEN: Look<View> = { views: seenViews, parts }
const EXACT: Look<View> = { views: letters => [exactView(letters)], parts }
const FUZZY: Look<FuzzyView> = { views: fuzzyViews, parts: partsFuzzily }

/** Undefined: there is nothing to look for. What is no term is left out. */
export function compileWords(rules: readonly WordRule[], allow: readonly string[] = []): Words | undefined {
  const terms = rules.flatMap(({ term, action }) => termsOf(term).map(parsed => ({ ...parsed, action })))
  let strongest: FilterAction | undefined
  for (const { action } of terms) if (isStronger(action, strongest)) strongest = action
  if (strongest === undefined) return undefined
  // what is done about an allowed word makes no difference
  const innocent = allow.flatMap(termsOf).map((term): Term & Pattern => ({ ...term, action: 'report' }))
  return {
    mayStandIn: compileGlance(terms),
    seen: buildAutomaton(
      strongestOf(
        terms.flatMap(term => seenViews(term.letters).map(({ text }): [string, Pattern] => [text, patternOf(term)])),
      ),
    ),
    fuzzy: buildAutomaton(fuzzyPatterns(terms)),
    allowed: buildAutomaton(innocent.map((term): [string, Place] => [exactView(term.letters).text, patternOf(term)])),
    allowedFuzzily: buildAutomaton(fuzzyPatterns(innocent)),
    strongest,
  }
}

/** What is to be done about a text. `fuzzy`: the most that is done about what only the second look finds. */
export function checkWords(words: Words, text: string, fuzzy: 'report' | 'hold'): FilterAction | undefined {
  if (!words.mayStandIn(text)) return undefined
  const letters = lettersOf(text)
  let worst: FilterAction | undefined
  const consider = (action: FilterAction, most: FilterAction, isAllowed: () => boolean) => {
    if (isStronger(action, worst) && !isAllowed()) worst = action
    return worst === most
  }
  const isAllowed = spanner(letters, EXACT, words.allowed, () => true)
  eachMatch(letters, SEEN, words.seen, ({ action }, from, to) =>
    consider(action, words.strongest, () => isAllowed(from, to)),
  )
  const milder = (action: FilterAction) => (isStronger(action, fuzzy) ? fuzzy : action)
  const most = milder(words.strongest)
  if (!isStronger(most, worst)) return worst
  const isAllowedFuzzily = spanner(letters, FUZZY, words.allowedFuzzily, hasRuns)
  eachMatch(letters, FUZZY, words.fuzzy, (pattern, from, to, view, start, end) => {
    // A number is a number
    if (view.letters[end] === view.letters[start] || !hasRuns(pattern, view, start)) return false
    return consider(milder(pattern.action), most, () => isAllowedFuzzily(from, to))
  })
  return worst
}

function termsOf(raw: string): Term[] {
  const parsed = parseTerm(raw)
  return parsed.ok ? [parsed.term] : []
}

function patternOf({ starts, ends, action }: Term & Pattern): Pattern {
  return { starts, ends, action }
}

/** Of those that differ only in what is done the one that does most. */
function strongestOf<P extends Pattern>(patterns: readonly (readonly [string, P])[]): [string, P][] {
  const strongest = new Map<string, [string, P]>()
  for (const [text, pattern] of patterns) {
    const { action, ...rest } = pattern
    const key = `${JSON.stringify(rest)} ${text}`
    if (isStronger(action, strongest.get(key)?.[1].action)) strongest.set(key, [text, pattern])
  }
  return [...strongest.values()]
}

function fuzzyPatterns(terms: readonly (Term & Pattern)[]): [string, FuzzyPattern][] {
  const all = terms.flatMap(term =>
    fuzzyViews(term.letters)
      .filter(({ runs }) => runs.length > 1 || (runs[0] ?? 0) > 1)
      .map(({ text, runs }): [string, FuzzyPattern] => [text, { ...patternOf(term), runs }]),
  )
  const spellings = new Map<string, number>()
  return strongestOf(all).filter(([text]) => {
    const count = (spellings.get(text) ?? 0) + 1
    spellings.set(text, count)
    return count <= MOST_SPELLINGS
  })
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
