import type { User } from '../../sdk/protocol/records.ts'

/** What a room hears of the people who are in it on other nodes: of each once, on however many they are. */
export interface PeopleElsewhere {
  /** They are on another node, and shown like this from now on. */
  entered(users: readonly User[]): void
  /** They are on no other node any more. Announced: they will not come back by themselves. */
  left(userIds: readonly string[], announced: boolean): void
  typing(userId: string, active: boolean): void
}

/** What a room tells other nodes of the people who are in it on this one. Nothing of it fails: it is told when it can be. */
export interface PeopleHere {
  /** Undefined: everybody elsewhere was told. Else wait; rejects with LogUnavailable. */
  ready(): Promise<void> | undefined
  /** They have a connection here, and are shown like this. */
  enter(user: User): void
  /** They have none any more. Announced also later: they will not come back. */
  leave(userId: string, announced: boolean): void
  typing(userId: string, active: boolean): void
  /** Nobody is in it here any more, and nothing is heard. */
  close(): void
}

/** Who is in a room on which node. */
export interface SharedPresence {
  /** Of a room that comes alive on this node; it is closed before it is opened again. */
  open(room: string, elsewhere: PeopleElsewhere): PeopleHere
  /** How many are in a room that is not alive here: about, since nobody looks who of them is there twice. 0 where that is not known. */
  count(room: string): Promise<number>
}
