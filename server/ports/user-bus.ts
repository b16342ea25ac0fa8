import type { Role } from '../../sdk/protocol/policy.ts'
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

/** Who is asked for, by all ids of theirs, and the room for which their role is wanted. */
export interface AskedFor {
  readonly ids: readonly string[]
  readonly room: string
}

/** A connection that somebody has to another node. */
export interface ConnectedThere {
  /** Under this id. */
  readonly id: string
  readonly name: string
  /** In the room, by their login or their site. */
  readonly role: Role
  /** The key by which addresses are counted. */
  readonly address: string
}

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
  /** What other nodes answer within a moment. Rejects with LogUnavailable. */
  ask(asked: AskedFor): Promise<readonly ConnectedThere[]>
  /** Answers what other nodes ask. */
  answer(found: (asked: AskedFor) => readonly ConnectedThere[]): () => void
}
