import { detach } from './el.ts'
import type { View } from './view.ts'

export interface Keyed<T> {
  /** Shows these items, in this order. Rows whose item is the same object are not touched. */
  update(items: readonly T[]): void
  /** Writes every row anew. */
  refresh(): void
  has(key: string): boolean
  nodeOf(key: string): HTMLElement | undefined
}

/** More rows than this at once are not announced as new to the eye. */
const FEW = 4

/** A line of a feature may stand between two rows. */
function rowBehind({ nextSibling }: ChildNode): ChildNode | null {
  return nextSibling && 'dataset' in nextSibling && 'beside' in (nextSibling as HTMLElement).dataset
    ? nextSibling.nextSibling
    : nextSibling
}

/**
 * Keeps the children of `parent` in step with a list, one row an item. What is the same at both ends is passed over, so
 * that a message at the end costs one row. `appended`: one of a few rows that came after all others.
 */
export function keyed<T>(
  parent: HTMLElement,
  keyOf: (item: T) => string,
  create: (item: T, appended: boolean) => View<T>,
): Keyed<T> {
  let shown: readonly T[] = []
  const rows = new Map<string, View<T>>()

  return {
    update(items) {
      let start = 0
      let end = items.length
      let shownEnd = shown.length
      while (start < end && start < shownEnd && items[start] === shown[start]) start++
      while (end > start && shownEnd > start && items[end - 1] === shown[shownEnd - 1]) {
        end--
        shownEnd--
      }
      const middle = items.slice(start, end)
      const before = new Map(shown.slice(start, shownEnd).map(item => [keyOf(item), item]))
      const keep = new Set(middle.map(keyOf))
      for (const key of before.keys()) {
        if (keep.has(key)) continue
        const gone = rows.get(key)?.node
        if (gone) detach(gone)
        rows.delete(key)
      }

      const appended = start > 0 && end === items.length && start >= shownEnd - 1 && middle.length <= FEW
      const after = items[end]
      let next: ChildNode | null = (after && rows.get(keyOf(after))?.node) ?? null
      for (const item of middle.reverse()) {
        const key = keyOf(item)
        let row = rows.get(key)
        if (!row) {
          row = create(item, appended)
          rows.set(key, row)
        }
        if (before.get(key) !== item) row.update(item)
        if (row.node.parentNode !== parent || rowBehind(row.node) !== next) parent.insertBefore(row.node, next)
        next = row.node
      }
      shown = items
    },
    refresh() {
      for (const item of shown) rows.get(keyOf(item))?.update(item)
    },
    has: key => rows.has(key),
    nodeOf: key => rows.get(key)?.node,
  }
}
