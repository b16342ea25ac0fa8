import type { ReadEvent } from '../../../sdk/protocol/events.ts'
import type { HubContext, ReadTeller } from '../hub-context.ts'
import type { Identity } from '../identity/authenticator.ts'
import { isForSome, lookAt } from '../rooms/look-at.ts'
import { refuseReading } from '../rooms/open-room.ts'

/** From one word about what somebody has read of a room to the next, in ms. */
const GAP_MS = 300
/** Rooms of which is told at once; what is marked beyond is told by the next list of rooms. */
const MOST = 1_000

/** Tells people on all their connections how far they have read, each room once for many marks. */
export class TellRead implements ReadTeller {
  readonly #hub: HubContext
  readonly #due = new Map<string, { identity: Identity; room: string }>()
  #waiting = false

  constructor(hub: HubContext) {
    this.#hub = hub
  }

  marked(identity: Identity, room: string): void {
    if (this.#due.size >= MOST) return
    this.#due.set(`${identity.user.id} ${room}`, { identity, room })
    if (this.#waiting) return
    this.#waiting = true
    this.#hub.clock.after(GAP_MS, () => {
      this.#waiting = false
      const due = [...this.#due.values()]
      this.#due.clear()
      for (const each of due) void this.#tell(each.identity, each.room)
    })
  }

  async #tell(identity: Identity, room: string): Promise<void> {
    const hub = this.#hub
    const { online, positions, logger } = hub
    try {
      const state = await positions.state(identity, room)
      if (state === undefined) return
      // whoever was put out meanwhile hears nothing
      if (isForSome(hub, room) && refuseReading(hub, await lookAt(hub, { identity }, room)) !== undefined) return
      const { read: upTo, unread, mentions } = state
      const text = JSON.stringify({ type: 'read', room, upTo, unread, mentions } satisfies ReadEvent)
      for (const { member } of online.greeted(identity.user.id)) member.peer.send(text)
    } catch (error) {
      logger.warn({ err: error }, 'what somebody has read could not be told')
    }
  }
}
