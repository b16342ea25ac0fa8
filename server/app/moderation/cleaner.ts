import type { Actor } from '../actions/actor.ts'
import type { HubContext } from '../hub-context.ts'
import { Pace } from '../people/pace.ts'
import type { Cleaning, ToClean } from './letting-in.ts'

/** People of whom messages are deleted at once; more wait. */
const MOST = 100
const ROWS = 200
const PIECE_BYTES = 64_000

/**
 * Deletes what somebody wrote, message by message, at a pace at which the others go on talking. What is not done when the server
 * stops is left: a moderator sees it, and asks again.
 */
export class Cleaner implements Cleaning {
  readonly #hub: HubContext
  readonly #pace: Pace
  #busy = 0
  #stopped = false

  constructor(hub: HubContext) {
    this.#hub = hub
    this.#pace = new Pace(hub.clock)
  }

  clean(by: Actor, what: ToClean): void {
    if (this.#busy >= MOST) return
    this.#busy++
    void this.#clean(by, what)
      .catch(error => this.#hub.logger.warn({ err: error }, 'what somebody wrote could not be deleted'))
      .finally(() => {
        this.#busy--
      })
  }

  stop(): void {
    this.#stopped = true
    this.#pace.stop()
  }

  async #clean({ identity }: Actor, { room, users, since, reason }: ToClean): Promise<void> {
    const { personal, log, random, rooms } = this.#hub
    if (personal === undefined) return
    const [first] = (await log.page(room, { at: since, limit: 1, maxBytes: 1 }))?.messages ?? []
    const leave = this.#pace.enter(room)
    try {
      for (let after: number | undefined = (first?.seq ?? 1) - 1; after !== undefined && !this.#stopped; ) {
        const page = await personal.writtenBy(room, users, { after, limit: ROWS, maxBytes: PIECE_BYTES })
        for (const { id: messageId, deleted, sentAt } of page.messages) {
          if (deleted || sentAt < since) continue
          await this.#pace.turn(room)
          if (this.#stopped) return
          const hidden = rooms.known(room)?.seats.place.hideModerators ? (true as const) : undefined
          const content = { kind: 'message_deleted', messageId, by: 'moderator', reason, hidden } as const
          await log.append({ room, user: identity.user, cid: `clean-${random.id()}`, content })
        }
        after = page.next
      }
    } finally {
      leave()
    }
  }
}
