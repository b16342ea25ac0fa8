import type { MessageItem, ViewModel } from '../../../store/view-model.ts'
import { rowsIn } from '../../behaviors/rows.ts'

/** The seq of the last message of which at least half is in sight; 0: there is none. */
export function lastInSight(scroller: HTMLElement, list: HTMLElement, { log }: Pick<ViewModel, 'log'>): number {
  const { top, bottom } = scroller.getBoundingClientRect()
  const rows = rowsIn(list)
  for (let at = rows.length - 1; at >= 0; at--) {
    const row = rows[at] as HTMLElement
    const place = row.getBoundingClientRect()
    const middle = (place.top + place.bottom) / 2
    if (middle > bottom) continue
    if (middle < top) return 0
    const item = log.items.find(({ key }) => key === row.dataset['key']) as MessageItem | undefined
    if (item?.seq) return item.seq
  }
  return 0
}
