import type { Account } from './account.ts'

/** Backticks that stand together: where they end, and where those begin that close what they open; -1: none do. */
interface Run {
  to: number
  end: number
}

export interface CodeSpans {
  /** Of the run that begins here. */
  runAt(from: number): Run | undefined
}

/** Behind a letter it is an apostrophe of some keyboards. */
const LETTER = /[a-z0-9]/i
const SPACE = /\s/

/** Finds for all runs of backticks in a text, in one walk back, those that close them: as many, in the same line. */
export function codeSpans(text: string, account: Account): CodeSpans {
  const runs = new Map<number, Run>()
  const lineEnds: number[] = []
  const starts: number[] = []
  for (let i = text.indexOf('`'); i >= 0; ) {
    let to = i
    while (text.charAt(to) === '`') to++
    account.steps += to - i
    starts.push(i)
    runs.set(i, { to, end: -1 })
    i = text.indexOf('`', to)
    // The line ends between the two
    if (i >= 0 && text.slice(to, i).includes('\n')) lineEnds.push(starts.length)
  }
  account.steps += text.length
  const next = new Map<number, number>()
  for (let at = starts.length - 1; at >= 0; at--) {
    account.steps++
    const from = starts[at] ?? 0
    const run = runs.get(from) as Run
    const length = run.to - from
    if (lineEnds.at(-1) === at + 1) {
      lineEnds.pop()
      next.clear()
    }
    const lone = length === 1
    if (!lone || (!LETTER.test(text.charAt(from - 1)) && !SPACE.test(text.charAt(run.to))))
      run.end = next.get(length) ?? -1
    if (!lone || !SPACE.test(text.charAt(from - 1))) next.set(length, from)
  }
  return { runAt: from => runs.get(from) }
}
