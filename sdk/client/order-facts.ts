import type { HeldEvent, QueueEvent, SanctionEvent } from '../protocol/events.ts'
import type { OwnHeld } from '../protocol/moderation.ts'
import type { Draft } from './draft.ts'
import type { RoomEvents, RoomInfo } from './room-types.ts'

/** What this person hears of order in a room. */
export type OrderEvent = SanctionEvent | QueueEvent | HeldEvent

/** What the room says of itself after it, and what is to be told beside. */
export interface OrderNews {
  info: RoomInfo
  held?: RoomEvents['held'] | undefined
}

export function foldOrder({ sanctions = [], held = [] }: RoomInfo, event: OrderEvent | Draft): OrderNews {
  if ('state' in event) return { info: { held: [...held, ...waiting(event, held)] } }
  switch (event.type) {
    case 'queue':
      return { info: { queue: { reports: event.reports, held: event.held } } }
    case 'sanction': {
      const { kind, until, reason } = event
      const others = sanctions.filter(each => each.kind !== kind)
      return { info: { sanctions: event.lifted ? others : [...others, { kind, until, reason }] } }
    }
    case 'held': {
      const message = held.find(({ hold }) => hold === event.hold)
      const news = { info: { held: held.filter(each => each !== message) } }
      return message ? { ...news, held: { message, outcome: event.outcome } } : news
    }
    default:
      // of a later version of the server
      return { info: {} }
  }
}

/** Once for each hold: an answer may come twice, and after a join that has said so. */
function waiting({ cid, text, request, state }: Draft, held: readonly OwnHeld[]): OwnHeld[] {
  if (state.status !== 'held' || held.some(({ hold }) => hold === state.hold)) return []
  const replyTo = 'replyTo' in request ? request.replyTo : undefined
  return [{ hold: state.hold, cid, text, replyTo, at: state.at }]
}
