import type { Emitter } from '../lib/emitter.ts'
import { toJson } from '../lib/to-json.ts'
import type { JoinedRoom } from '../protocol/replies.ts'
import type { RoomEvents, RoomInfo, RoomRights } from './room-types.ts'

type Everything = JoinedRoom & { messages?: unknown; more?: unknown; events?: unknown }

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
