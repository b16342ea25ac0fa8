import type { RoomNews } from '../ports/room-log.ts'

interface Follower {
  /** Events up to here are not for it; void with the epoch in which it began. */
  after: number
  readonly listener: (news: RoomNews) => void
}

/** Who follows a room. Everybody hears everything in one order, also when a listener causes more. */
export class Followers {
  readonly #all = new Set<Follower>()
  readonly #onFault: (error: unknown) => void
  #undelivered: RoomNews[] = []

  /** `onFault` gets what a listener throws; none of it gets out otherwise. */
  constructor(onFault: (error: unknown) => void) {
    this.#onFault = onFault
  }

  get some(): boolean {
    return this.#all.size > 0
  }

  /** Events up to `after` are not for this listener. */
  add(after: number, listener: (news: RoomNews) => void): () => void {
    const follower = { after, listener }
    this.#all.add(follower)
    return () => this.#all.delete(follower)
  }

  tell(news: RoomNews): void {
    this.#undelivered.push(news)
    if (this.#undelivered.length > 1) return
    for (let i = 0; i < this.#undelivered.length; i++) {
      const next = this.#undelivered[i]
      if (next) this.#tellAll(next)
    }
    this.#undelivered = []
  }

  #tellAll(news: RoomNews): void {
    for (const follower of this.#all) {
      if (news.type === 'reset') follower.after = 0
      else if (news.seq <= follower.after) continue
      try {
        follower.listener(news)
      } catch (error) {
        this.#onFault(error)
      }
    }
  }
}
