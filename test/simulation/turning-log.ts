import type { Position } from '../../sdk/protocol/records.ts'
import {
  type Appended,
  LogUnavailable,
  type MessageDraft,
  type PageQuery,
  type RoomLog,
} from '../../server/ports/room-log.ts'

/** The log in memory, with failures: it may be unavailable for a time, and its epoch may change. */
export class TurningLog implements RoomLog {
  readonly #inner: RoomLog
  available = true
  turns = 0

  constructor(inner: RoomLog) {
    this.#inner = inner
  }

  async head(room: string): Promise<Position> {
    return this.#shown(await this.#inner.head(room))
  }

  append(draft: MessageDraft): Promise<Appended> {
    return this.available ? this.#inner.append(draft) : Promise.reject(new LogUnavailable('for a time'))
  }

  async resume(room: string, from: Position, limit: number) {
    const [epoch = '', turn] = from.epoch.split('@')
    const { head, events } = await this.#inner.resume(room, { epoch, seq: from.seq }, limit)
    return { head: this.#shown(head), events: turn === String(this.turns) ? events : undefined }
  }

  async page(room: string, query: PageQuery) {
    const page = await this.#inner.page(room, query)
    return { ...page, head: this.#shown(page.head) }
  }

  subscribe(room: string, listener: Parameters<RoomLog['subscribe']>[1]): () => void {
    return this.#inner.subscribe(room, listener)
  }

  ready(): boolean {
    return this.available
  }

  close(): Promise<void> {
    return this.#inner.close()
  }

  #shown({ epoch, seq }: Position): Position {
    return { epoch: `${epoch}@${this.turns}`, seq }
  }
}
