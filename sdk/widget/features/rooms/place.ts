import type { RoomStore } from '../../../store/room-store.ts'

/** Where somebody reads in a room: this message, so many px below the upper edge of the log. */
export interface Place {
  seq: number
  px: number
}

/** px from the end of a log up to which its reader counts as there. */
const NEAR = 48

function logOf(root: ShadowRoot): { scroller: HTMLElement; rows: HTMLElement[] } | undefined {
  const scroller = root.querySelector<HTMLElement>('[part=scroller]')
  return scroller ? { scroller, rows: [...scroller.querySelectorAll<HTMLElement>('[data-key]')] } : undefined
}

/** The first message in sight of the room that is shown; undefined at its end. */
export function placeIn(root: ShadowRoot, { view }: RoomStore): Place | undefined {
  const log = logOf(root)
  if (!log) return undefined
  const { scroller, rows } = log
  if (scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= NEAR) return undefined
  const { top } = scroller.getBoundingClientRect()
  const row = rows.find(each => each.getBoundingClientRect().bottom > top)
  const item = view.log.items.find(({ key }) => key === row?.dataset['key'])
  if (!row || item?.kind !== 'message' || item.seq === 0) return undefined
  return { seq: item.seq, px: row.getBoundingClientRect().top - top }
}

/** Puts the message back where it was; `toMessage` brings it into sight. */
export function backTo(root: ShadowRoot, { view }: RoomStore, place: Place, toMessage: (seq: number) => void): void {
  const item = view.log.items.find(each => each.kind === 'message' && each.seq === place.seq)
  if (!item) return
  toMessage(place.seq)
  const log = logOf(root)
  const row = log?.rows.find(each => each.dataset['key'] === item.key)
  if (!log || !row) return
  const { scroller } = log
  scroller.scrollTop += row.getBoundingClientRect().top - scroller.getBoundingClientRect().top - place.px
}
