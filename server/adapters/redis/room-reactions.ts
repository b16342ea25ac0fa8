import type { Message, User } from '../../../sdk/protocol/records.ts'
import { userOf } from '../../../sdk/protocol/user-of.ts'
import type { Cells } from './cells.ts'
import type { HashCells } from './hash-cells.ts'
import { newSeq, wordOf } from './new-seqs.ts'
import type { RoomKeys } from './room-keys.ts'
import { asWord, ofWord } from './words.ts'

interface Reacted {
  count: number
  users: User[]
}

/** Those that a message shows of an emoji. */
const SHOWN = 3

/** By emoji, the name under which somebody reacted. */
export type OwnEmoji = Record<string, string>

/** What is kept of one user on one message. */
export function ownEmojiOf(value: string | null | undefined): OwnEmoji {
  return value ? (Object.fromEntries(JSON.parse(value)) as OwnEmoji) : {}
}

/**
 * The reactions of a room's messages, inside a transaction. What a message shows of them stands in its row; who else reacted is
 * asked only when one of those leaves.
 */
export class RoomReactions {
  readonly #cells: Cells
  readonly #keys: RoomKeys
  /** What came of a reaction whose message is not saved yet, by seq and emoji. */
  readonly #pending = new Map<string, Reacted>()
  /** New messages, of which nothing has to be read. */
  readonly #fresh = new Set<number>()

  constructor(cells: Cells, keys: RoomKeys) {
    this.#cells = cells
    this.#keys = keys
  }

  has({ seq }: Message, emoji: string, userId: string): boolean {
    return Object.hasOwn(this.#own(seq, userId), emoji)
  }

  own({ seq }: Message, userId: string): number {
    return Object.keys(this.#own(seq, userId)).length
  }

  of(message: Message, emoji: string): Reacted {
    const { count, users } = this.#pending.get(pendingKey(message, emoji)) ?? shownOf(message, emoji)
    return { count, users }
  }

  /** `at`: the seq of the reaction. */
  add(message: Message, emoji: string, user: User, at: number): void {
    const { seq } = message
    this.#setOwn(seq, user.id, { ...this.#own(seq, user.id), [emoji]: user.name })
    this.#cells.sorted(this.#keys.reactedBy(user.id)).add(wordOf(seq), wordOf(seq))
    this.#cells.sorted(this.#keys.reacted(seq, emoji)).add(asWord(user.id), wordOf(at))
    const { count, users } = this.of(message, emoji)
    const shown = users.length < SHOWN ? [...users, user] : users
    this.#pending.set(pendingKey(message, emoji), { count: count + 1, users: shown })
  }

  drop(message: Message, emoji: string, userId: string): void {
    const { seq } = message
    const { [emoji]: _, ...rest } = this.#own(seq, userId)
    this.#setOwn(seq, userId, rest)
    if (Object.keys(rest).length === 0) this.#cells.sorted(this.#keys.reactedBy(userId)).delete(wordOf(seq))
    this.#cells.sorted(this.#keys.reacted(seq, emoji)).delete(asWord(userId))
    const before = this.of(message, emoji)
    const count = before.count - 1
    const users = before.users.filter(({ id }) => id !== userId)
    if (users.length < before.users.length && count > users.length) users.push(...this.#next(seq, emoji, users))
    this.#pending.set(pendingKey(message, emoji), { count, users })
  }

  /** Of a message that comes from elsewhere, with all who reacted in their order, before everybody who does here. */
  take(seq: number, reactions: readonly { emoji: string; users: readonly User[] }[]): void {
    const owns = new Map<string, OwnEmoji>()
    for (const { emoji, users } of reactions)
      for (const [at, { id, name }] of users.entries()) {
        owns.set(id, { ...owns.get(id), [emoji]: name })
        this.#cells.sorted(this.#keys.reacted(seq, emoji)).add(asWord(id), at - users.length)
      }
    for (const [id, own] of owns) {
      this.#setOwn(seq, id, own)
      this.#cells.sorted(this.#keys.reactedBy(id)).add(wordOf(seq), wordOf(seq))
    }
  }

  /** The message says what came of it now. */
  saved(): void {
    this.#pending.clear()
  }

  /** All of a message go. */
  clear(message: Message): void {
    if (message.reactions === undefined) return
    const { seq, reactions } = message
    for (const word of this.#hash(seq).all().keys())
      this.#cells.sorted(this.#keys.reactedBy(ofWord(word))).delete(wordOf(seq))
    this.#cells.drop(this.#keys.reactors(seq))
    for (const { emoji } of reactions) this.#cells.drop(this.#keys.reacted(seq, emoji))
  }

  #own(seq: number, userId: string): OwnEmoji {
    return ownEmojiOf(this.#hash(seq).get(asWord(userId)))
  }

  #setOwn(seq: number, userId: string, own: OwnEmoji): void {
    const all = Object.entries(own)
    if (all.length === 0) this.#hash(seq).delete(asWord(userId))
    else this.#hash(seq).set(asWord(userId), JSON.stringify(all))
  }

  /** The next who is shown, behind those that are. */
  #next(seq: number, emoji: string, shown: readonly User[]): User[] {
    const ids = this.#cells
      .sorted(this.#keys.reacted(seq, emoji))
      .range({ by: 'score', limit: SHOWN })
      .map(({ member }) => ofWord(member))
    const id = ids.find(each => !shown.some(user => user.id === each))
    return id === undefined ? [] : [userOf(id, this.#own(seq, id)[emoji] ?? '')]
  }

  #hash(seq: number): HashCells {
    const hash = this.#cells.hash(this.#keys.reactors(seq))
    if (seq >= newSeq(0) && !this.#fresh.has(seq)) {
      this.#fresh.add(seq)
      hash.emptied()
    }
    return hash
  }
}

function shownOf(message: Message, emoji: string): Reacted {
  return message.reactions?.find(each => each.emoji === emoji) ?? { count: 0, users: [] }
}

const pendingKey = ({ seq }: Message, emoji: string) => `${seq} ${emoji}`
