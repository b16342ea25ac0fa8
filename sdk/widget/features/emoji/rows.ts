/** What is shown together, under a heading if it has one. */
export interface Section<Item> {
  heading?: string
  items: readonly Item[]
}

/** One line of the grid: a heading, or so many items from `first` on, counted over all sections. */
export type Row = { section: number; top: number; height: number } & (
  | { kind: 'heading'; text: string }
  | { kind: 'items'; first: number; count: number }
)

const HEADING = 32

/** The lines of all sections below each other, in px, with so many items in each. */
export function rowsOf(sections: readonly Section<unknown>[], columns: number, height: number): Row[] {
  const rows: Row[] = []
  let top = 0
  let first = 0
  const add = (row: Row) => {
    rows.push(row)
    top += row.height
  }
  sections.forEach(({ heading, items }, section) => {
    if (heading) add({ kind: 'heading', text: heading, section, top, height: HEADING })
    for (let at = 0; at < items.length; at += columns) {
      const count = Math.min(columns, items.length - at)
      add({ kind: 'items', first, count, section, top, height })
      first += count
    }
  })
  return rows
}

/** The lines that are at least partly between two heights. */
export const rowsBetween = (rows: readonly Row[], from: number, to: number): Row[] =>
  rows.filter(({ top, height }) => top + height > from && top < to)
