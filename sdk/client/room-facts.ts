import type { Emitter } from '../lib/emitter.ts'
import { toJson } from '../lib/to-json.ts'
import type { HeldEvent, QueueEvent, ReadEvent, RightsEvent, SanctionEvent } from '../protocol/events.ts'
import type { JoinedRoom } from '../protocol/replies.ts'
import type { Draft } from './draft.ts'
import type { RoomEvent } from './room-events.ts'
import type { RoomEvents, RoomInfo, RoomRights } from './room-types.ts'

type Everything = JoinedRoom & { messages?: unknown; more?: unknown; events?: unknown }
type OfPerson = RightsEvent | ReadEvent | SanctionEvent | QueueEvent | HeldEvent

const OF_PERSON = { rights: 0, read: 0, sanction: 0, queue: 0, held: 0 }

/** It says what this person is and has in the room, and has no place in its log. */
export const isOfPerson = (event: RoomEvent): event is OfPerson => event.type in OF_PERSON

/** What a room has said of itself to this person last; undefined is what an older server tells. */
export class RoomFacts {
  readonly #events: Emitter<RoomEvents>
  info: RoomInfo = {}
  rights: RoomRights = { role: undefined, can: undefined }

  constructor(events: Emitter<RoomEvents>) {
    this.#events = events
  }

  /** All that a join says. */
  joined(result: JoinedRoom): void {
    const { room, epoch, seq, presence, pins, recovered, messages, more, events, ...info } = result as Everything
    this.hear(info, {})
  }

  told(event: OfPerson): void {
    const { sanctions = [], held = [] } = this.info
    switch (event.type) {
      case 'rights':
        this.hear({ role: event.role, can: event.can, slowMs: event.slowMs })
        break
      case 'read':
        this.hear({ read: event.upTo, unread: event.unread, mentions: event.mentions })
        break
      case 'queue':
        this.hear({ queue: { reports: event.reports, held: event.held } })
        break
      case 'sanction': {
        const { kind, until, reason } = event
        const others = sanctions.filter(each => each.kind !== kind)
        this.hear({ sanctions: event.lifted ? others : [...others, { kind, until, reason }] })
        break
      }
      case 'held': {
        const message = held.find(({ hold }) => hold === event.hold)
        this.hear({ held: held.filter(each => each !== message) })
        if (message) this.#events.emit('held', { message, outcome: event.outcome })
      }
    }
  }

  /** A message of this person may have become one that waits. */
  note({ cid, text, request, state }: Draft): void {
    const { held = [] } = this.info
    if (state.status !== 'held' || held.some(({ hold }) => hold === state.hold)) return
    const replyTo = 'replyTo' in request ? request.replyTo : undefined
    this.hear({ held: [...held, { hold: state.hold, cid, text, replyTo, at: state.at }] })
  }

  /** Some of it is another than before. */
  hear(told: RoomInfo, rest = this.info): void {
    const { info } = this
    this.info = { ...rest, ...told }
    const { role, can, slowMs } = this.info
    if (toJson(info) === toJson(this.info)) return
    this.#events.emit('info', this.info)
    if (toJson([info.role, info.can, info.slowMs]) === toJson([role, can, slowMs])) return
    this.rights = { role, can: can && new Set(can), slowMs }
    this.#events.emit('rights', this.rights)
  }
}
