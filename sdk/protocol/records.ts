import type { Action, MemberRole, Role, RoomKind, Sanction } from './policy.ts'

/** A user as others see it. `id` is unique for ever, `name` is unique at the moment. */
export interface User {
  id: string
  name: string
  /** They have no account: whoever has the name tomorrow may be another person. */
  guest?: true | undefined
  /** They deleted their account: the name is empty. */
  deleted?: true | undefined
  /** An https address; in `connect`, presence and `users` only. */
  picture?: string | undefined
}

/** Where a client stands in a room: everything up to `seq` of `epoch` is applied. */
export interface Position {
  epoch: string
  seq: number
}

/** The message that another one answers, as it stands now. */
export interface Quote {
  messageId: string
  /** Its seq. */
  target: number
  user: User
  /** Its beginning: at most 140 code points. */
  text: string
  deleted?: true | undefined
}

/** Everybody's reactions to a message with one emoji. */
export interface Reaction {
  emoji: string
  count: number
  /** The reader is one of them. */
  me?: true | undefined
  /** The first three of them. */
  users: User[]
}

/** Who deleted a message: whoever wrote it, or somebody who keeps order in the room. */
export type DeletedBy = 'author' | 'moderator'

/** A message as it stands now. Times are ms since the Unix epoch. */
export interface Message {
  room: string
  seq: number
  id: string
  cid: string
  user: User
  text: string
  sentAt: number
  /** The seq of its last change. */
  rev?: number | undefined
  editedAt?: number | undefined
  /** Its content is gone for ever; it keeps its place. */
  deleted?: true | undefined
  by?: DeletedBy | undefined
  replyTo?: Quote | undefined
  /** The people it names, of those who are known in the room. */
  mentions?: User[] | undefined
  /** In the order in which each count last rose from 0. */
  reactions?: Reaction[] | undefined
  pinned?: true | undefined
}

/** From one place to another in a text, in UTF-16 units; the second is behind it. */
export type Mark = [from: number, to: number]

/** A message that a search found. */
export interface FoundMessage extends Message {
  /** Where in its text what was searched for stands: in its order, none in another. */
  marks: Mark[]
}

/** Who is in a room at one presence version. `complete: false`: only the first page of a large room. */
export interface PresenceSnapshot {
  version: number
  count: number
  complete: boolean
  users: User[]
}

/** How a room can be set. */
export interface RoomChanges {
  title?: string | undefined
  topic?: string | undefined
  /** The least time between two messages of one person, in ms; 0: none. */
  slowMs?: number | undefined
  /** Who may write in an open room. */
  write?: 'guest' | 'user' | 'member' | undefined
  /** Only who keeps order writes. */
  locked?: boolean | undefined
  /** It is not shown who of those who keep order deleted a message. */
  hideModerators?: boolean | undefined
}

/** How far somebody with an account has read a room, and what they have not. */
export interface ReadState {
  /** The seq of the last message that they have seen. */
  read: number
  /** Messages of others behind it that are not deleted; 100 stands for 100 and more. */
  unread: number
  /** Of these, those that name them. */
  mentions: number
}

/** A room as one sees it in the list of one's rooms. */
export interface RoomSummary extends Partial<ReadState> {
  room: string
  kind: RoomKind
  title?: string | undefined
  topic?: string | undefined
  /** `invited`: somebody asked one in. */
  role: Role | 'invited'
  can: Action[]
  /** People in it now. */
  count?: number | undefined
  /** The other one of a direct room. */
  peer?: User | undefined
  /** Its newest message. */
  last?: Message | undefined
}

/** Somebody who has a lasting place in a room. */
export interface RoomMember {
  user: User
  role: MemberRole
  /** Only to who keeps order. */
  sanctions?: Sanction[] | undefined
}

/** The body of a successful `POST /login` or `POST /register`. */
export interface Login {
  token: string
  user: User
  expiresAt: number
}
