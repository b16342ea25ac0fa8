import type { Emitter } from '../lib/emitter.ts'
import { toJson } from '../lib/to-json.ts'
import type { ReadEvent, RightsEvent } from '../protocol/events.ts'
import type { JoinedRoom } from '../protocol/replies.ts'
import type { Draft } from './draft.ts'
import { loadLate } from './load-late.ts'
import type { OrderEvent } from './order-facts.ts'
import type { RoomEvents, RoomInfo, RoomRights } from './room-types.ts'

type Everything = JoinedRoom & { messages?: unknown; more?: unknown; events?: unknown }
type OfPerson = RightsEvent | ReadEvent | OrderEvent

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

  /** What this person is and has in the room, which has no place in its log. */
  told(event: OfPerson): void {
    if (event.type === 'rights') this.hear({ role: event.role, can: event.can, slowMs: event.slowMs })
    else if (event.type === 'read') this.hear({ read: event.upTo, unread: event.unread, mentions: event.mentions })
    else this.#order(event)
  }

  /** A message of this person may have become one that waits. */
  note(draft: Draft): void {
    if (draft.state.status === 'held') this.#order(draft)
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

  /** Most people never hear of such a thing: how it is taken is loaded then. What is not, the next join says. */
  #order(event: OrderEvent | Draft): void {
    loadLate(() => import('./moderation-part.ts')).then(
      ({ foldOrder }) => {
        const { info, held } = foldOrder(this.info, event)
        this.hear(info)
        if (held) this.#events.emit('held', held)
      },
      () => {},
    )
  }
}
