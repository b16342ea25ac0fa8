import { applyEvent } from '../../sdk/protocol/apply-event.ts'
import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { Message, User } from '../../sdk/protocol/records.ts'
import type { Frame } from './fake-socket.ts'

/** The server's side of one room whose messages change, as far as one client sees it. */
export class ChangingRoom {
  readonly #reader: User
  readonly #events: DurableEvent[] = []
  /** What the room holds after each event, in the order of the log. */
  readonly #states: (readonly Message[])[] = [[]]
  readonly #granted = new Map<unknown, object>()

  constructor(reader: User) {
    this.#reader = reader
  }

  get head(): number {
    return this.#events.length
  }

  /** As they stand as of a seq. */
  messages(asOf = this.head): readonly Message[] {
    return this.#states[asOf] ?? []
  }

  after(seq: number): readonly DurableEvent[] {
    return this.#events.slice(seq)
  }

  /** A message; `answers`: which of those that there are it quotes, counted from the newest. */
  post(user: User, cid: string, text: string, answers?: number): DurableEvent {
    const original = answers === undefined ? undefined : this.messages().at(-1 - answers)
    const { id: messageId = '', seq: target = 0, user: author = user, text: quoted = '', deleted } = original ?? {}
    const replyTo = original && { messageId, target, user: author, text: quoted, deleted }
    return this.#add({ type: 'new_message', ...this.#place(user, cid), id: `m${this.head + 1}`, text, replyTo })
  }

  /** A change, unless its message is deleted or was never there. */
  change(user: User, cid: string, ask: Partial<Frame>): DurableEvent | undefined {
    const message = this.messages().find(({ id }) => id === ask.messageId)
    if (!message || message.deleted) return undefined
    const { type, emoji = '', on, text } = ask as { type: string; emoji?: string; on: boolean; text: string }
    const place = { ...this.#place(user, cid), messageId: message.id, target: message.seq }
    switch (type) {
      case 'edit_message':
        return this.#add({ type: 'message_edited', ...place, text })
      case 'delete_message':
        return this.#add({ type: 'message_deleted', ...place, by: 'author' })
      case 'pin_message':
        return this.#add({ type: 'message_pinned', ...place, on })
      default: {
        const known = message.reactions?.find(each => each.emoji === emoji)
        const count = Math.max(0, (known?.count ?? 0) + (on ? 1 : -1))
        return this.#add({ type: 'reaction', ...place, emoji, on, count, users: [] })
      }
    }
  }

  /** What is answered to a request of the reader now. */
  answer(frame: Frame): object {
    const { ref } = frame
    const done = this.#granted.get(frame.cid)
    if (done) return { type: 'ok', ref, ...done, duplicate: true }
    const place = { room: 'lobby', duplicate: false }
    switch (frame.type) {
      case 'history':
        return { type: 'ok', ref, ...this.#history(frame) }
      case 'changes':
        return { type: 'ok', ref, ...this.#changes(frame) }
      case 'users':
        return { type: 'ok', ref, users: [this.#reader], count: 1, version: 1 }
      default: {
        const event = this.change(this.#reader, `${frame.cid}`, frame)
        if (!event || !('target' in event)) {
          return { type: 'error', ref, code: 'not_found', message: 'It is gone.', retryable: false }
        }
        const ok = { ...place, seq: event.seq, target: event.target, count: 1, editedAt: event.sentAt }
        this.#granted.set(frame.cid, ok)
        return { type: 'ok', ref, ...ok }
      }
    }
  }

  /** What a join brings that goes on from a seq, when no more than `most` events are missing. */
  join(seq: number | undefined, most: number): object {
    if (seq !== undefined && this.head - seq <= most)
      return { seq: this.head, recovered: true, events: this.after(seq) }
    const messages = this.messages().slice(-4)
    return { seq: this.head, recovered: false, messages, more: this.messages().length > 4 }
  }

  #history({ before = Number.POSITIVE_INFINITY, limit = 5 }: Frame): object {
    const older = this.messages().filter(({ seq }) => seq < (before as number))
    const messages = older.slice(-(limit as number))
    return { epoch: 'e1', seq: this.head, messages, more: older.length > messages.length, newer: true }
  }

  #changes({ since, from, to, after = 0 }: Frame): object {
    const [low, high, old] = [Math.max(from as number, (after as number) + 1), to as number, since as number]
    const rev = (id: string | undefined) => this.messages().find(each => each.id === id)?.rev ?? 0
    const changed = this.messages().filter(
      ({ seq, id, replyTo }) => seq >= low && seq <= high && Math.max(rev(id), rev(replyTo?.messageId)) > old,
    )
    const messages = changed.slice(0, 2)
    return { seq: this.head, messages, next: changed.length > 2 ? messages.at(-1)?.seq : undefined }
  }

  #place(user: User, cid: string) {
    const seq = this.head + 1
    return { room: 'lobby', seq, id: `e${seq}`, cid, user, sentAt: 1_000 * seq }
  }

  #add(event: DurableEvent): DurableEvent {
    this.#events.push(event)
    const now = this.messages(this.head - 1).map(message => applyEvent(message, event, this.#reader.id))
    if (event.type === 'new_message') {
      const { type: _, ...message } = event
      now.push(message)
    }
    this.#states.push(now)
    return event
  }
}
