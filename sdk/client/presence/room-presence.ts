import type { PresenceDelta, TypingEvent, UserListEvent } from '../../protocol/events.ts'
import type { PresenceSnapshot, User } from '../../protocol/records.ts'
import type { RoomHost } from '../room-host.ts'
import type { Members } from '../types.ts'
import { PresenceKeeper } from './presence-keeper.ts'
import { TypingBoard } from './typing-board.ts'
import { TypingNotice } from './typing-notice.ts'

export type PresenceEvent = PresenceDelta | UserListEvent | TypingEvent

const TYPES = ['user_joined', 'user_left', 'update_user_list', 'typing']

export const isPresence = (event: { type: string }): event is PresenceEvent => TYPES.includes(event.type)

export interface RoomPresenceEvents {
  members(members: Members): void
  typing(users: readonly User[]): void
}

/** Who is in a room, and who types there. */
export class RoomPresence {
  readonly #host: RoomHost
  readonly #keeper: PresenceKeeper
  readonly #board: TypingBoard
  readonly #notice: TypingNotice

  constructor(room: string, host: RoomHost, { members, typing }: RoomPresenceEvents) {
    this.#host = host
    this.#keeper = new PresenceKeeper(room, host, members)
    this.#board = new TypingBoard(host.clock, typing)
    this.#notice = new TypingNotice(room, host)
  }

  get members(): Members {
    return this.#keeper.members
  }

  get typing(): readonly User[] {
    return this.#board.users
  }

  hear(event: PresenceEvent): void {
    switch (event.type) {
      case 'user_joined':
      case 'user_left':
        if (event.type === 'user_left') for (const user of event.users) this.#board.end(user.id)
        this.#keeper.delta(event)
        break
      case 'update_user_list':
        this.#keeper.snapshot(event)
        break
      case 'typing':
        if (!event.active) this.#board.end(event.user.id)
        else if (event.user.id !== this.#host.user?.id) this.#board.start(event.user, this.#host.limits.typingMs)
    }
  }

  snapshot(snapshot: PresenceSnapshot): void {
    this.#keeper.snapshot(snapshot)
  }

  /** Says that this user types, or does not. */
  say(active: boolean): void {
    this.#notice.say(active)
  }

  /** This user has sent what was typed. */
  sent(): void {
    this.#notice.reset()
  }

  /** A message of this user has come. */
  wrote(user: User): void {
    this.#board.end(user.id)
  }

  lost(): void {
    this.#keeper.lost()
    this.#board.clear()
    this.#notice.reset()
  }
}
