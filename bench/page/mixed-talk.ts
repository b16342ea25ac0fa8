import { randomUUID } from 'node:crypto'
import type { RawUser } from '../../test/support/browser/raw-user.ts'

const PLAIN = (n: number) => `message ${n} ${'with some words '.repeat(1 + (n % 5))}`

/** Every kind of formatting, one after another. */
const FORMATTED: readonly ((n: number) => string)[] = [
  n => `message ${n} is **bold**, *italic* and ~~struck~~, with \`code\` in it`,
  n => `> what was said\n> before\nmessage ${n} answers it`,
  n => `message ${n}\n\`\`\`js\nconst n = ${n}\nconsole.log(n * 2)\n\`\`\``,
  n => `- message ${n}\n- has **three** lines\n- in a [list](https://chat.example/${n})`,
  n => `message ${n} ||hides this|| :tada: see https://chat.example/${n}?a=b_c_d`,
]
const formatted = (n: number) => (FORMATTED[n % FORMATTED.length] ?? PLAIN)(n)
const REACTIONS = ['👍', '🎉', '❤️']

export interface Talk {
  /** Shares of all events, from 0 to 1. */
  formatted: number
  replies: number
  reactions: number
}
export const PLAIN_TALK: Talk = { formatted: 0, replies: 0, reactions: 0 }
export const MIXED_TALK: Talk = { formatted: 0.3, replies: 0.05, reactions: 0.05 }

/** True for so large a share of all `n`, evenly spread. */
const among = (n: number, share: number, shift: number) => ((n * 7 + shift) % 100) / 100 < share

/** Writes in a room as several people do, an event after another. */
export class Talker {
  readonly #room: string
  readonly #people: readonly RawUser[]
  readonly #talk: Talk
  /** Messages that can be answered. */
  readonly #ids: string[] = []

  constructor(room: string, people: readonly RawUser[], talk: Talk) {
    this.#room = room
    this.#people = people
    this.#talk = talk
  }

  /** The n-th event: a message, or a reaction to one of the last. */
  async say(n: number): Promise<void> {
    const { formatted: share, reactions, replies } = this.#talk
    const [room, cid] = [this.#room, randomUUID()]
    const person = this.#people[n % this.#people.length]
    const target = this.#ids.at(-1 - (n % 10))
    if (target && among(n, reactions, 50)) {
      const emoji = REACTIONS[n % REACTIONS.length]
      await person?.request('react', { room, cid, messageId: target, emoji, on: true })
      return
    }
    const replyTo = target && among(n, replies, 80) ? target : undefined
    const text = among(n, share, 0) ? formatted(n) : PLAIN(n)
    const ok = await person?.request('send_message', { room, cid, text, replyTo })
    this.#ids.push(`${ok?.['id']}`)
    if (this.#ids.length > 20) this.#ids.shift()
  }
}
