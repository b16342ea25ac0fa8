import type { ChatClient, Room } from '../../sdk/client/types.ts'
import { applyEvent } from '../../sdk/protocol/apply-event.ts'
import type { ChangeEvent } from '../../sdk/protocol/events.ts'
import type { Message } from '../../sdk/protocol/records.ts'

const AGAIN_MS = 100

/** What one client shows of one room, as it stands. */
export class Screen {
  readonly room: Room
  epoch = ''
  /** Pages of the same epoch that did not touch what was shown. */
  holes = 0
  readonly #client: ChatClient
  /** In the order in which they were shown; `asOf`: what it quotes is as of this seq. */
  readonly #shown = new Map<string, { message: Message; asOf: number }>()
  /** By what they quote. */
  readonly #quoting = new Map<string, string[]>()
  #at: number | undefined
  /** What was shown before stands as of this seq; undefined: it is current. */
  #since: number | undefined
  #asking = false

  constructor(client: ChatClient, name: string, broken: (what: string) => void) {
    const room = client.room(name)
    this.#client = client
    this.room = room
    room.on('page', ({ messages, keep, epoch, seq }) => {
      this.epoch = epoch
      if (!keep) this.#shown.clear()
      const last = this.messages.at(-1)?.seq
      if (keep && last !== undefined) {
        this.#since ??= this.#at
        if ((messages[0]?.seq ?? 0) > last) this.holes++
        void this.#refresh()
      } else this.#since = undefined
      for (const message of messages) this.#show(message, seq)
      this.#at = seq
    })
    room.on('event', ({ event }) => {
      if (this.#at !== undefined && event.seq !== this.#at + 1)
        broken(`was shown ${event.seq} behind ${this.#at} in ${room.name}`)
      this.#at = event.seq
      if ('messageId' in event) this.#change(event)
    })
    room.on('message', ({ message }) => this.#show(message, message.seq))
  }

  get messages(): Message[] {
    return [...this.#shown.values()].map(({ message }) => message)
  }

  /** Shows no more than the newest. */
  trim(keep: number): void {
    for (const id of [...this.#shown.keys()].slice(0, -keep)) this.#shown.delete(id)
    for (const [quoted, ids] of this.#quoting) if (!ids.some(id => this.#shown.has(id))) this.#quoting.delete(quoted)
  }

  get isCurrent(): boolean {
    return this.#since === undefined
  }

  #show(message: Message, asOf: number): void {
    const { id, replyTo } = message
    this.#shown.set(id, { message, asOf })
    if (replyTo) this.#quoting.set(replyTo.messageId, [...(this.#quoting.get(replyTo.messageId) ?? []), id])
  }

  #change(event: ChangeEvent): void {
    for (const id of [event.messageId, ...(this.#quoting.get(event.messageId) ?? [])]) {
      const row = this.#shown.get(id)
      if (row) row.message = applyEvent(row.message, event, this.#client.user?.id, row.asOf)
    }
  }

  /** Asks what became of what was shown before an absence. */
  async #refresh(): Promise<void> {
    if (this.#asking) return
    this.#asking = true
    while (this.#since !== undefined) {
      const since = this.#since
      const to = this.messages.at(-1)?.seq ?? 0
      try {
        let after: number | undefined
        do {
          const { messages, next, seq } = await this.room.changes({ since, from: 1, to, after })
          for (const message of messages)
            if (this.#shown.has(message.id)) this.#shown.set(message.id, { message, asOf: seq })
          after = next
        } while (after !== undefined)
        if (this.#since === since) this.#since = undefined
      } catch {
        if (this.#client.status.status === 'closed') return
        await new Promise(resolve => setTimeout(resolve, AGAIN_MS))
      }
    }
    this.#asking = false
  }
}
