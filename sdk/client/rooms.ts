import { ChatError } from '../lib/chat-error.ts'
import type { HeadEvent } from '../protocol/events.ts'
import type { User } from '../protocol/records.ts'
import type { JoinResult } from '../protocol/replies.ts'
import { ChatRoom } from './chat-room.ts'
import { checkRoomName } from './check-room-name.ts'
import type { RoomEvent } from './room-events.ts'
import type { RoomHost } from './room-host.ts'

/** The rooms of one client, each made when it is asked for first. */
export class Rooms {
  readonly #host: RoomHost
  readonly #rooms = new Map<string, ChatRoom>()
  /** The last leave of each room that is under way. */
  readonly #leaving = new Map<string, object>()

  constructor(host: RoomHost) {
    this.#host = host
  }

  get all(): ChatRoom[] {
    return [...this.#rooms.values()]
  }

  get wanted(): ChatRoom[] {
    return this.all.filter(room => room.wanted)
  }

  /** Throws ChatError `invalid_room`. */
  open(name: string): ChatRoom {
    checkRoomName(name)
    const room = this.#rooms.get(name) ?? new ChatRoom(name, this.#host)
    this.#rooms.set(name, room)
    return room
  }

  /** Leaves a room and forgets it. Resolves when it is left. */
  async release(name: string): Promise<void> {
    const room = this.#rooms.get(name)
    this.#rooms.delete(name)
    const left = room?.wanted && this.leave(name)
    // behind the leave, since whoever is told may open the room again
    room?.end(new ChatError('closed', 'This room was released.'))
    await left
  }

  /** Says so to the server. Resolves when it has answered; without a connection, or not joined, it is left already. */
  leave(name: string): Promise<void> {
    const mine = {}
    this.#leaving.set(name, mine)
    return new Promise(resolve => {
      this.#host.requests.call<'leave'>({ type: 'leave', room: name }, () => {
        if (this.#leaving.get(name) === mine) this.#leaving.delete(name)
        resolve()
      })
    })
  }

  hear(frame: RoomEvent | HeadEvent): void {
    if (frame.type === 'sanction' && frame.room === '') for (const room of this.all) room.hear(frame)
    else if (frame.type !== 'head') {
      const room = this.#rooms.get(frame.room)
      // what comes before the answer to a leave is of before it; where one is in again, that answer was lost
      if (!this.#leaving.has(frame.room) || room?.state.status === 'joined') room?.hear(frame)
    } else for (const [name, seq] of Object.entries(frame.rooms)) this.#rooms.get(name)?.head(seq)
  }

  /** A connection is there, and brought these. */
  welcome(results: readonly JoinResult[]): void {
    const byName = new Map(results.map(result => [result.room, result]))
    // a listener of one may leave another
    for (const room of this.wanted) if (room.wanted) room.welcome(byName.get(room.name))
    for (const [name, result] of byName) {
      if (!('error' in result || this.#rooms.get(name)?.wanted)) void this.leave(name)
    }
  }

  /** Another client of this user has ended, and may have left drafts. */
  inherit(): void {
    for (const room of this.all) room.inherit()
  }

  /** Whose they are from now on. `guest`: the id that the same person had before. */
  belong(owner: User | undefined, guest?: string): void {
    for (const room of this.all) room.belong(owner, guest)
  }
}
