import { type FilterAction, isStronger, type WordRule } from '../../../sdk/protocol/filters.ts'
import { type Automaton, buildAutomaton } from './automaton.ts'
import { fuzzyViews } from './fuzzy.ts'
import { compileGlance } from './glance.ts'
import type { Place } from './matches.ts'
import { parseTerm, type Term } from './term.ts'
import { exactView, seenViews } from './view.ts'

interface Pattern extends Place {
  action: FilterAction
}

export interface FuzzyPattern extends Pattern {
  /** How often each of its letters stands there. */
  runs: readonly number[]
}

/** Words to look for. */
export interface Words {
  /** Whether any of them may stand in a text; in most there is none. */
  mayStandIn(text: string): boolean
  /** Made for the first text that is worth it: where nobody says such words, it is not needed. */
  looks(): Looks
  /** What is done about the worst of them. */
  strongest: FilterAction
}

/** What is looked for in the first look and the second, and what is allowed. */
export interface Looks {
  seen: Automaton<Pattern>
  fuzzy: Automaton<FuzzyPattern>
  allowed: Automaton<Place>
  allowedFuzzily: Automaton<FuzzyPattern>
}

/** Spellings that differ in nothing but repeated letters; more are not looked for in the second look. */
const MOST_SPELLINGS = 16

/** Undefined: there is nothing to look for. What is no term is left out. */
export function compileWords(rules: readonly WordRule[], allow: readonly string[] = []): Words | undefined {
  const terms = rulesOf(rules)
  let strongest: FilterAction | undefined
  for (const { action } of terms) if (isStronger(action, strongest)) strongest = action
  if (strongest === undefined) return undefined
  let looks: Looks | undefined
  return {
    mayStandIn: compileGlance(terms),
    looks: () => {
      looks ??= compileLooks(rules, allow)
      return looks
    },
    strongest,
  }
}

function compileLooks(rules: readonly WordRule[], allow: readonly string[]): Looks {
  const terms = rulesOf(rules)
  // what is done about an allowed word makes no difference
  const innocent = allow.flatMap(termsOf).map((term): Term & Pattern => ({ ...term, action: 'report' }))
  return {
    seen: buildAutomaton(
      strongestOf(
        terms.flatMap(term => seenViews(term.letters).map(({ text }): [string, Pattern] => [text, patternOf(term)])),
      ),
    ),
    fuzzy: buildAutomaton(fuzzyPatterns(terms)),
    allowed: buildAutomaton(innocent.map((term): [string, Place] => [exactView(term.letters).text, patternOf(term)])),
    allowedFuzzily: buildAutomaton(fuzzyPatterns(innocent)),
  }
}

function rulesOf(rules: readonly WordRule[]): (Term & Pattern)[] {
  return rules.flatMap(({ term, action }) => termsOf(term).map(parsed => ({ ...parsed, action })))
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
