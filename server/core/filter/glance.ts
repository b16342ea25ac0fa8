import { buildAutomaton } from './automaton.ts'
import type { Place } from './matches.ts'
import { outlineOf, outlineOfView } from './outline.ts'
import type { Term } from './term.ts'
import { seenViews } from './view.ts'

interface Sketch extends Place {
  /** How often each unit of the outline stands there at least. */
  runs: readonly number[]
}

/**
 * Whether a look at a text is worth it: one of the terms may stand there, in whatever disguise. It costs far less than a
 * look, and says no to most texts. Where it says no, no look finds anything.
 */
export function compileGlance(terms: readonly Term[]): (text: string) => boolean {
  const sketches = new Map<string, Sketch>()
  for (const { letters, starts, ends } of terms)
    for (const view of seenViews(letters)) {
      // the views of the second look have the same outlines
      const { text, runs } = outlineOfView(view.text)
      // nothing of it stands in an outline
      if (text === '') return () => true
      sketches.set(text, loosest({ starts, ends, runs }, sketches.get(text)))
    }
  const automaton = buildAutomaton(sketches)

  return text => {
    const outline = outlineOf(text)
    if (outline === undefined) return true
    let isThere = false
    automaton.scan(outline.text, ([sketch], from, to) => {
      isThere =
        sketch !== undefined &&
        (!sketch.starts || outline.starts[from] === true) &&
        (!sketch.ends || outline.ends[to - 1] === true) &&
        sketch.runs.every((least, at) => (outline.runs[from + at] as number) >= least)
      return isThere
    })
    return isThere
  }
}

/** What finds all that either of two finds. */
function loosest(one: Sketch, other: Sketch | undefined): Sketch {
  if (other === undefined) return one
  return {
    starts: one.starts && other.starts,
    ends: one.ends && other.ends,
    runs: one.runs.map((run, at) => Math.min(run, other.runs[at] as number)),
  }
}
