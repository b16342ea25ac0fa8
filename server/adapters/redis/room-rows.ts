import type { ChangeEvent, RoomEvent } from '../../../sdk/protocol/events.ts'
import type { Message, User } from '../../../sdk/protocol/records.ts'
import type { EventRows, HeldMessage, KnownEvent } from '../../events/event-rows.ts'
import type { Cells } from './cells.ts'
import { changeRow } from './change-row.ts'
import { place } from './engine.ts'
import { inParts } from './hash-cells.ts'
import { knownField, knownOf, knownRow } from './known-row.ts'
import { newSeq, seqOf, wordOf } from './new-seqs.ts'
import { CIDS_S, cidBuckets, type RoomKeys } from './room-keys.ts'
import { quoted } from './room-quote.ts'
import { RoomReactions } from './room-reactions.ts'
import { heldOf, messageRow } from './room-row.ts'

/** Changes are kept of the newest places, so many. */
export const CHANGES_KEPT = 2_000

/** The rows of a room over cells, while one group is written. A message that is nothing else is written without a read. */
export class RedisEventRows implements EventRows {
  /** ms since the Unix epoch, as who writes has it. */
  now = 0
  /** How many events were added. */
  added = 0
  readonly #cells: Cells
  readonly #keys: RoomKeys
  readonly #reactions: RoomReactions
  readonly #held = new Map<number, HeldMessage>()
  /** Hashes of cids that were written to. */
  readonly #days = new Set<string>()

  constructor(cells: Cells, keys: RoomKeys) {
    this.#cells = cells
    this.#keys = keys
    this.#reactions = new RoomReactions(cells, keys)
  }

  get next(): number {
    return newSeq(1 + this.added)
  }

  known(user: string, cid: string): KnownEvent | undefined {
    const field = knownField(user, cid)
    for (const day of cidBuckets(this.now)) {
      const row = this.#cells.hash(this.#keys.cids(day)).getUnlikely(field)
      if (row !== undefined) return knownOf(row)
    }
    return undefined
  }

  message(messageId: string): HeldMessage | undefined {
    const seq = this.#cells.hash(this.#keys.ids).get(messageId)
    return seq === undefined ? undefined : this.#at(seqOf(seq))
  }

  current(message: Message): Message {
    const { replyTo } = message
    return replyTo ? quoted(message, this.#at(replyTo.target)?.message) : message
  }

  author(userId: string): string | undefined {
    const [newest] = this.#cells.sorted(this.#keys.written(userId)).range({ by: 'score', newest: true, limit: 1 })
    // a name that is gone is none
    return (newest && this.#at(newest.score)?.message.user.name) || undefined
  }

  addMessage(message: Message): boolean {
    const { id, user, cid, sentAt } = message
    if (this.known(user.id, cid) !== undefined) return false
    const { seq } = message
    const word = wordOf(seq)
    this.#put({ message, edited: 0 })
    this.#cells.hash(this.#keys.ids).set(id, word)
    this.#cells.sorted(this.#keys.order).add(word, word)
    this.#cells.sorted(this.#keys.written(user.id)).add(word, word)
    this.#know(user.id, cid, { type: 'new_message', seq, id, sentAt })
    this.added++
    return true
  }

  addChange(event: ChangeEvent | RoomEvent, by: User): void {
    const { type, seq, id, cid, sentAt } = event
    this.#cells.hash(this.#keys.changes).set(wordOf(seq), changeRow(event))
    for (const user of involvedIn(event)) this.#involve(user, seq)
    const messageId = event.type === 'member_changed' ? event.member.id : undefined
    const of = 'target' in event ? { messageId: event.messageId, target: event.target } : { messageId }
    const count = event.type === 'reaction' ? { count: event.count } : {}
    this.#know(by.id, cid, { type, seq, id, sentAt, ...of, ...count })
    this.added++
  }

  save(held: HeldMessage): void {
    const { message } = held
    const { seq, id, rev = 0, pinned = false } = message
    const wasPinned = this.#held.get(seq)?.message.pinned ?? false
    this.#put(held)
    this.#reactions.saved()
    if (pinned && !wasPinned) this.#cells.sorted(this.#keys.pins).add(id, wordOf(rev))
    if (!pinned && wasPinned) this.#cells.sorted(this.#keys.pins).delete(id)
  }

  clear(message: Message): void {
    this.#reactions.clear(message)
  }

  hasReaction(message: Message, emoji: string, userId: string): boolean {
    return this.#reactions.has(message, emoji, userId)
  }

  ownReactions(message: Message, userId: string): number {
    return this.#reactions.own(message, userId)
  }

  addReaction(message: Message, emoji: string, user: User): void {
    this.#reactions.add(message, emoji, user, this.next)
  }

  dropReaction(message: Message, emoji: string, userId: string): void {
    this.#reactions.drop(message, emoji, userId)
  }

  reactions(message: Message, emoji: string): { count: number; users: User[] } {
    return this.#reactions.of(message, emoji)
  }

  pins(): number {
    return this.#cells.sorted(this.#keys.pins).count()
  }

  /** When all is written: changes of places that are too far back leave, and the room is known by its name. */
  end(): void {
    if (this.added === 0) return
    const left = Array.from({ length: this.added }, (_, at) => place(at + 1 - CHANGES_KEPT))
    for (const command of inParts('HDEL', this.#keys.changes, left)) this.#cells.beside(command)
    for (const key of this.#days) this.#cells.beside(['EXPIRE', key, String(CIDS_S)])
    this.#cells.sorted(this.#keys.rooms).add(this.#keys.room)
  }

  #at(seq: number): HeldMessage | undefined {
    const known = this.#held.get(seq)
    if (known) return known
    const row = this.#cells.hash(this.#keys.messages).get(wordOf(seq))
    if (row === undefined) return undefined
    const held = heldOf(this.#keys.room, seq, row)
    this.#held.set(seq, held)
    return held
  }

  #put(held: HeldMessage): void {
    const { seq } = held.message
    this.#held.set(seq, held)
    this.#cells.hash(this.#keys.messages).set(wordOf(seq), messageRow(held))
  }

  #know(user: string, cid: string, known: KnownEvent): void {
    const [today] = cidBuckets(this.now)
    const key = this.#keys.cids(today)
    this.#cells.hash(key).set(knownField(user, cid), knownRow(known))
    this.#days.add(key)
  }

  #involve(user: string, seq: number): void {
    const key = this.#keys.involving(user)
    this.#cells.sorted(key).add(wordOf(seq), wordOf(seq))
    this.#cells.beside(['ZREMRANGEBYSCORE', key, '-inf', place(seq - newSeq(CHANGES_KEPT))])
  }
}

/** The ids of those whom an event of the room itself names. */
function involvedIn(event: ChangeEvent | RoomEvent): string[] {
  if (event.type === 'room_changed') return [event.user.id]
  return event.type === 'member_changed' ? [...new Set([event.user.id, event.member.id])] : []
}
