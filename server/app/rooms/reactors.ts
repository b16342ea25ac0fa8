import type { ReactionEvent } from '../../../sdk/protocol/events.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import type { Peer } from '../../ports/transport.ts'

/** Whose reactions are on their way to the log: the connection that asked has to hear all of its own. */
export class Reactors {
  readonly #peers = new Map<string, Peer>()

  /** Until the returned function is called. */
  begin({ user, peer }: { user: User; peer: Peer }, cid: string): () => void {
    const key = `${user.id} ${cid}`
    this.#peers.set(key, peer)
    return () => this.#peers.delete(key)
  }

  peerOf({ user, cid }: ReactionEvent): Peer | undefined {
    return this.#peers.get(`${user.id} ${cid}`)
  }
}
