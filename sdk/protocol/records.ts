/** A user as others see it. `id` is unique for ever, `name` is unique at the moment. */
export interface User {
  id: string
  name: string
}

/** Where a client stands in a room: everything up to `seq` of `epoch` is applied. */
export interface Position {
  epoch: string
  seq: number
}

/** A message as it stands now. Times are ms since the Unix epoch. */
export interface Message {
  room: string
  seq: number
  id: string
  cid: string
  user: User
  text: string
  sentAt: number
  /** Set when its content was removed; it keeps its place. */
  deleted?: true | undefined
}

/** Who is in a room at one presence version. `complete: false`: only the first page of a large room. */
export interface PresenceSnapshot {
  version: number
  count: number
  complete: boolean
  users: User[]
}

/** The body of a successful `POST /login`. */
export interface Login {
  token: string
  user: User
  expiresAt: number
}
