import type { ReactionEvent } from '../../../sdk/protocol/events.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import type { Peer } from '../../ports/transport.ts'
import type { Superseding } from './fan-out.ts'
import { skippedJson } from './room-json.ts'

/** Whose reactions are on their way to the log: the connection that asked has to hear all of its own. */
export class Reactors {
  readonly #peers = new Map<string, Peer>()

  /** Until the returned function is called. */
  begin({ user, peer }: { user: User; peer: Peer }, cid: string): () => void {
    const key = `${user.id} ${cid}`
    this.#peers.set(key, peer)
    return () => this.#peers.delete(key)
  }

  /**
   * How one is told in a large room: each says all that those before it said, but to who did these. Somebody with two of the
   * `connections` there is told in full.
   */
  supersedes(event: ReactionEvent, connections: number): Superseding {
    const { user, cid, room, seq, messageId, emoji } = event
    const owner = connections === 1 ? this.#peers.get(`${user.id} ${cid}`) : undefined
    return { key: `${messageId} ${emoji}`, short: skippedJson(room, seq), owner }
  }
}
