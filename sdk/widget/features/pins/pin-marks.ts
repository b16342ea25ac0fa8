import type { LogItem } from '../../../store/view-model.ts'
import { attr, button, detach } from '../../views/el.ts'
import { icon } from '../../views/icon.ts'
import { PIN } from './icons.ts'
import * as css from './pins.css.ts'

/** Marks the rows of pinned messages; `says`: what is said of one. */
export function createPinMarks(label: string, says: (id: string) => string) {
  /** By row. */
  const marks = new Map<HTMLElement, HTMLElement>()

  function drop(row: HTMLElement, mark: HTMLElement): void {
    detach(mark)
    attr(row, 'aria-description', undefined)
    marks.delete(row)
  }

  return {
    update(list: HTMLElement, items: readonly LogItem[]): void {
      const pinned = new Map<string, string>()
      for (const item of items)
        if (item.kind === 'message' && item.pinned && !item.deleted && item.id) pinned.set(item.key, item.id)
      for (const [row, mark] of marks) if (!list.contains(row) || !pinned.has(row.dataset['key'] ?? '')) drop(row, mark)
      if (pinned.size === 0) return
      for (const row of list.children as HTMLCollectionOf<HTMLElement>) {
        const id = pinned.get(row.dataset['key'] ?? '')
        const bubble = id !== undefined && row.querySelector('[part=bubble]')
        if (!bubble || id === undefined) continue
        const mark =
          marks.get(row) ??
          button(css.mark, { part: 'pin-mark', tabindex: -1, 'aria-label': label }, () => {}, icon(PIN))
        marks.set(row, mark)
        attr(mark, 'aria-description', says(id))
        attr(row, 'aria-description', says(id))
        // A text that is written anew leaves nothing behind it
        if (mark.parentNode !== bubble) bubble.append(mark)
      }
    },
    clear(): void {
      for (const [row, mark] of marks) drop(row, mark)
    },
  }
}
