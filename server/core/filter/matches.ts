import type { Automaton } from './automaton.ts'
import type { Letters } from './letters.ts'
import type { View } from './view.ts'

/** Where what is looked for stands in a word. */
export interface Place {
  /** It begins a word. */
  starts: boolean
  /** It ends a word. */
  ends: boolean
}

/** A way to look at a text. */
export interface Look<V extends View> {
  views: (letters: Letters) => V[]
  /**
   * Whether a word may end between two letters that stand side by side in a view; `inside`: which of them is in what was
   * found.
   */
  parts: (letters: Letters, before: number, behind: number, inside: 'before' | 'behind') => boolean
}

/**
 * Calls `visit` for each piece of a text that is looked for and stands where it should, until it answers true. `from` and
 * `to` are letters, `start` and `end` units of the view.
 */
export function eachMatch<V extends View, P extends Place>(
  letters: Letters,
  { views, parts }: Look<V>,
  patterns: Automaton<P>,
  visit: (pattern: P, from: number, to: number, view: V, start: number, end: number) => boolean,
): void {
  let isDone = false
  for (const view of views(letters)) {
    if (isDone) return
    const { from, to } = view
    patterns.scan(view.text, (items, start, end) => {
      const first = from[start] as number
      const last = (to[end - 1] as number) - 1
      const before = to[start - 1]
      const behind = from[end]
      // It begins or ends inside of a letter
      if ((before ?? 0) > first || (behind ?? last + 1) <= last) return false
      const isStart = before === undefined || parts(letters, before - 1, first, 'behind')
      const isEnd = behind === undefined || parts(letters, last, behind, 'before')
      for (const each of items)
        if ((isStart || !each.starts) && (isEnd || !each.ends))
          isDone ||= visit(each, first, last + 1, view, start, end)
      return isDone
    })
  }
}
