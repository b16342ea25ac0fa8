import type { ReadPosition } from './directory.ts'

/** A position as it was marked; `back`: it counts also where a higher one is known. */
export interface Marked extends ReadPosition {
  back: boolean
}

/** What concerns one person's connections. */
export type PersonNews =
  | { type: 'read'; marks: readonly Marked[] }
  /** Something came in these rooms. */
  | { type: 'activity'; rooms: readonly string[] }

/** What concerns people who may be connected to no node. */
export type PeopleNews =
  /** Their session is over. */
  | { type: 'over'; user: string }
  /** They were removed. */
  | { type: 'hidden'; users: readonly string[] }

export interface PersonListener {
  heard(news: PersonNews): void
  /** Something may not have been heard. */
  missed(): void
}

/** What nodes tell each other of people. It never reaches the node that tells. */
export interface UserBus {
  /** To the nodes to which they are connected. Rejects with LogUnavailable: perhaps nobody heard it. */
  tell(user: string, news: PersonNews): Promise<void>
  /** Hears what is told of somebody who is connected to this node; by one listener for each of them. */
  follow(user: string, listener: PersonListener): () => void
  /** To all nodes. Rejects with LogUnavailable. */
  tellAll(news: PeopleNews): Promise<void>
  followAll(listener: (news: PeopleNews) => void): () => void
}
