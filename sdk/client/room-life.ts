import type { ChatError } from '../lib/chat-error.ts'
import type { RoomHost } from './room-host.ts'

/** Whether anything can be done in a room: not any more once it, or its client, has ended. */
export class RoomLife {
  readonly #host: RoomHost
  #ended: ChatError | undefined

  constructor(host: RoomHost) {
    this.#host = host
  }

  end(error: ChatError): void {
    this.#ended ??= error
  }

  /** Throws why nothing can be done. */
  check(): void {
    const ended = this.#ended ?? this.#host.ended
    if (ended) throw ended
  }

  /** An answer; one that comes behind the end is none. */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    this.check()
    const answer = await question()
    this.check()
    return answer
  }
}
