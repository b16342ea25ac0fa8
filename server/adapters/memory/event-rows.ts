import type { ChangeEvent, RoomEvent } from '../../../sdk/protocol/events.ts'
import type { Message, User } from '../../../sdk/protocol/records.ts'
import type { BoundedMap } from '../../core/bounded-map.ts'
import type { EventRows, HeldMessage, KnownEvent } from '../../events/event-rows.ts'
import type { MemoryMessage, MemoryRoom } from './room.ts'

/** The rows of one room in memory. `cids` is all rooms’. */
export class MemoryEventRows implements EventRows {
  readonly #room: MemoryRoom
  readonly #cids: BoundedMap<KnownEvent>

  constructor(room: MemoryRoom, cids: BoundedMap<KnownEvent>) {
    this.#room = room
    this.#cids = cids
  }

  get next(): number {
    return this.#room.head + 1
  }

  known(user: string, cid: string): KnownEvent | undefined {
    return this.#cids.get(this.#key(user, cid))
  }

  message(messageId: string): HeldMessage | undefined {
    return this.#room.byId(messageId)
  }

  current(message: Message): Message {
    return this.#room.read(this.#held(message))
  }

  author(userId: string): string | undefined {
    return this.#room.authors.get(userId)?.name
  }

  addMessage(message: Message): boolean {
    const { seq, id, user, cid, sentAt } = message
    if (this.known(user.id, cid) !== undefined) return false
    const { messages, seqs, authors } = this.#room
    messages.set(seq, { message, edited: 0, bytes: 0 })
    seqs.set(id, seq)
    authors.set(user.id, { name: user.name, messages: (authors.get(user.id)?.messages ?? 0) + 1 })
    this.#cids.set(this.#key(user.id, cid), { type: 'new_message', seq, id, sentAt })
    this.#room.head = seq
    this.#room.oldest ??= seq
    return true
  }

  addChange(event: ChangeEvent | RoomEvent, by: User): void {
    const { type, seq, id, cid, sentAt } = event
    this.#room.addChange(event)
    const messageId = event.type === 'member_changed' ? event.member.id : undefined
    const of = 'target' in event ? { messageId: event.messageId, target: event.target } : { messageId }
    const count = event.type === 'reaction' ? { count: event.count } : {}
    this.#cids.set(this.#key(by.id, cid), { type, seq, id, sentAt, ...of, ...count })
    this.#room.head = seq
  }

  save({ message, edited }: HeldMessage): void {
    const held = this.#held(message)
    Object.assign(held, { message, edited })
    if (message.pinned) {
      held.pinnedAt ??= message.rev
      this.#room.pinned.add(message.seq)
    } else {
      held.pinnedAt = undefined
      this.#room.pinned.delete(message.seq)
    }
  }

  clear(message: Message): void {
    this.#room.unreact(this.#held(message))
    const { changes, head } = this.#room
    for (let seq = message.seq + 1; seq <= head; seq++) {
      const change = changes.get(seq)
      if (change?.type === 'reaction' && change.target === message.seq)
        changes.set(seq, { ...change, count: 0, users: [] })
    }
  }

  hasReaction(message: Message, emoji: string, userId: string): boolean {
    return this.#held(message).reactions?.get(emoji)?.has(userId) ?? false
  }

  ownReactions(message: Message, userId: string): number {
    let own = 0
    for (const users of this.#held(message).reactions?.values() ?? []) if (users.has(userId)) own++
    return own
  }

  addReaction(message: Message, emoji: string, user: User): void {
    const held = this.#held(message)
    held.reactions ??= new Map()
    const users = held.reactions.get(emoji) ?? new Map<string, User>()
    users.set(user.id, user)
    this.#room.countReaction(user.id, 1)
    held.reactions.set(emoji, users)
  }

  dropReaction(message: Message, emoji: string, userId: string): void {
    const { reactions } = this.#held(message)
    const users = reactions?.get(emoji)
    if (users?.delete(userId)) this.#room.countReaction(userId, -1)
    if (users?.size === 0) reactions?.delete(emoji)
  }

  reactions(message: Message, emoji: string): { count: number; users: User[] } {
    const users = this.#held(message).reactions?.get(emoji)
    return { count: users?.size ?? 0, users: [...(users?.values() ?? [])].slice(0, 3) }
  }

  pins(): number {
    return this.#room.pinned.size
  }

  #held({ seq }: Message): MemoryMessage {
    const held = this.#room.messages.get(seq)
    if (!held) throw new Error(`The message ${seq} is not held.`)
    return held
  }

  /** An epoch is one room's, so what a forgotten room knew is not found again. */
  #key(user: string, cid: string): string {
    return `${this.#room.epoch} ${user} ${cid}`
  }
}
