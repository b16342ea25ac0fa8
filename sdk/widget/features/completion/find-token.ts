import { beginsWord } from './begins-word.ts'
import type { CompletionSource } from './completion.ts'

/** What somebody is about to type: from a trigger to the caret. */
export interface Token {
  source: CompletionSource
  /** Where the trigger stands. */
  from: number
  /** The caret. */
  to: number
  query: string
}

/** Code units between a trigger and the caret at most; the longest name has fewer. */
const LONGEST = 80

/** The token that ends at the caret, with the trigger that is nearest. */
export function findToken(text: string, caret: number, sources: Iterable<CompletionSource>): Token | undefined {
  const all = [...sources]
  for (let from = caret - 1; from >= 0 && caret - from <= LONGEST && text[from] !== '\n'; from--) {
    const query = text.slice(from + 1, caret)
    const source = all.find(
      each => text[from] === each.trigger && (!each.first || from === 0) && each.query.test(query),
    )
    if (source && beginsWord(text, from)) return { source, from, to: caret, query }
  }
  return undefined
}
