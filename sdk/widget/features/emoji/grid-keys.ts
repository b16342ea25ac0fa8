import type { Row } from './rows.ts'

type Items = Extract<Row, { kind: 'items' }>

/**
 * Where a key leads in a grid, from the item `at`; undefined: it is not the grid's. `'above'`: out of it, over its first
 * line. `page` is how many lines are in sight.
 */
export function gridKey(
  { key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
  at: number,
  rows: readonly Row[],
  page: number,
  { forward, back }: { forward: string; back: string },
): number | 'above' | undefined {
  const lines = rows.filter((row): row is Items => row.kind === 'items')
  const line = lines.findIndex(({ first, count }) => at < first + count)
  const here = lines[line]
  const end = lines.at(-1)
  if (!here || !end) return undefined
  const last = end.first + end.count - 1
  const column = at - here.first
  const to = (index: number) => {
    const { first, count } = lines[Math.max(0, Math.min(index, lines.length - 1))] ?? here
    return first + Math.min(column, count - 1)
  }
  switch (key) {
    case back:
      return Math.max(0, at - 1)
    case forward:
      return Math.min(last, at + 1)
    case 'ArrowUp':
      return line === 0 ? 'above' : to(line - 1)
    case 'ArrowDown':
      return to(line + 1)
    case 'PageUp':
      return to(line - page)
    case 'PageDown':
      return to(line + page)
    case 'Home':
      return ctrlKey ? 0 : here.first
    case 'End':
      return ctrlKey ? last : here.first + here.count - 1
  }
  return undefined
}
