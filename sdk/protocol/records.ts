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

/** Who is in a room at one presence version. `complete: false`: only the first page of a large room. */
export interface PresenceSnapshot {
  version: number
  count: number
  complete: boolean
  users: User[]
}

/** The body of a successful `POST /login` or `POST /register`. */
export interface Login {
  token: string
  user: User
  expiresAt: number
}
