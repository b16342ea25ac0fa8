import { type Account, takeNode } from './account.ts'
import { KIND, type List } from './ast.ts'
import type { Context } from './context.ts'
import { begins, DEEPER, goesOn, type ItemLine, itemOf } from './list-lines.ts'
import { parseInline } from './parse-inline.ts'

/** One item is a dash before a sentence, or a date. */
const LEAST = 2

export interface Gathered {
  item: ItemLine
  lines: string[]
  below: Gathered[]
}

const sameKind = (one: ItemLine, other: ItemLine) => (one.value === undefined) === (other.value === undefined)

export interface ListLines {
  items: Gathered[]
  /** The line behind them. */
  to: number
}

/** The lines from `from` on that are a list of at least two items; undefined: they are none. `stops`: a block begins there. */
export function listAt(
  lines: readonly string[],
  from: number,
  stops: (at: number) => boolean,
  account: Account,
): ListLines | undefined {
  const items: Gathered[] = []
  let count = 0
  let to = from
  for (; to < lines.length && count < account.nodes; to++) {
    const line = lines[to] ?? ''
    account.steps += line.length + 1
    const item = itemOf(line)
    const top = items.at(-1)
    const last = top?.below.at(-1) ?? top
    if (item && top && item.indent >= top.item.indent + DEEPER) top.below.push({ item, lines: [item.text], below: [] })
    else if (item && (top ? sameKind(item, top.item) : begins(item, line)))
      items.push({ item, lines: [item.text], below: [] })
    else {
      const more = item || stops(to) ? undefined : goesOn(line)
      if (!last || more === undefined) break
      last.lines.push(more)
      continue
    }
    count++
  }
  return count < LEAST ? undefined : { items, to }
}

/** `depth`: in how many quotes and lists it stands. */
export function buildList(items: readonly Gathered[], context: Context, account: Account, depth: number): List {
  const [first] = items
  return {
    kind: KIND.list,
    numbered: first?.item.value !== undefined,
    items: items.map(({ item, lines, below }) => {
      takeNode(account)
      const children = parseInline(lines.join('\n'), context, account, depth + 1)
      const lists = runsOf(below).map(run => buildList(run, context, account, depth + 1))
      return { value: item.value, children, lists }
    }),
  }
}

/** Items below one, cut where bullets become numbers. */
function runsOf(items: readonly Gathered[]): Gathered[][] {
  const runs: Gathered[][] = []
  for (const each of items) {
    const [first] = runs.at(-1) ?? []
    if (first && sameKind(first.item, each.item)) runs.at(-1)?.push(each)
    else runs.push([each])
  }
  return runs
}
