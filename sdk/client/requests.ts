import { FIRST_REF } from '../connection/link.ts'
import { ChatError } from '../lib/chat-error.ts'
import type { Clock } from '../lib/clock.ts'
import type { Refusal } from '../protocol/error-codes.ts'
import type { ErrorFrame, OkFrame, Replies } from '../protocol/replies.ts'
import type { ClientFrame, IdentityRequest } from '../protocol/requests.ts'

export type Result<T> = { ok: true; value: T } | { ok: false; error: ChatError }

type AnyRequest = ClientFrame | IdentityRequest
type RequestType = AnyRequest['type']

/** A request without its ref. */
export type Ask<T extends RequestType = RequestType> = T extends RequestType
  ? Omit<Extract<AnyRequest, { type: T }>, 'ref'>
  : never

export type Done<T extends RequestType> = (result: Result<Replies[T]>) => void

export interface Call<T extends RequestType> {
  ask: Ask<T>
  done: Done<T>
}

/** Where requests go. */
export interface Wire {
  online(): boolean
  send(frame: unknown): void
}

const TIMEOUT_MS = 10_000
const MOST = 1_000

/** Requests that wait for their reply. They die with their socket. */
export class Requests {
  readonly #clock: Clock
  readonly #wire: Wire
  readonly #waiting = new Map<number, { done: Done<RequestType>; cancel: () => void }>()
  #next = FIRST_REF

  constructor(clock: Clock, wire: Wire) {
    this.#clock = clock
    this.#wire = wire
  }

  get online(): boolean {
    return this.#wire.online()
  }

  /** `done` is called exactly once, in the order of the replies; with `offline` when there is no socket. */
  call<T extends RequestType>(ask: Ask<T>, done: Done<T>): void {
    this.callAll([{ ask, done }])
  }

  /** Several in one frame, applied in order. */
  callAll<T extends RequestType>(calls: readonly Call<T>[]): void {
    const frames = calls.map(call => this.#add(call)).filter(frame => frame)
    if (frames.length > 0) this.#wire.send(frames.length > 1 ? frames : frames[0])
  }

  /** Without a reply. */
  post(ask: Ask): void {
    this.#wire.send(ask)
  }

  promise<T extends RequestType>(ask: Ask<T>): Promise<Replies[T]> {
    return new Promise((resolve, reject) => {
      this.call<T>(ask, result => (result.ok ? resolve(result.value) : reject(result.error)))
    })
  }

  /** False for an error that answers nothing that is known. */
  settle(frame: OkFrame | ErrorFrame): boolean {
    if (frame.type === 'ok') {
      const { type: _, ref, ...value } = frame
      return this.#finish(ref, { ok: true, value: value as Replies[RequestType] })
    }
    return this.#finish(frame.ref ?? 0, { ok: false, error: refused(frame) })
  }

  /** The socket is gone, and every reply with it. */
  drop(): void {
    for (const ref of [...this.#waiting.keys()]) this.#finish(ref, { ok: false, error: offline() })
  }

  #add<T extends RequestType>({ ask, done }: Call<T>): object | undefined {
    if (!this.online || this.#waiting.size >= MOST) {
      done({ ok: false, error: this.online ? retryable('rate_limited', 'Too many requests at once.') : offline() })
      return
    }
    const ref = this.#next++
    const cancel = this.#clock.after(TIMEOUT_MS, () => {
      this.#finish(ref, {
        ok: false,
        error: retryable('timeout', 'The chat server did not answer. Try again in a moment.'),
      })
    })
    this.#waiting.set(ref, { done: done as Done<RequestType>, cancel })
    return { ...ask, ref }
  }

  #finish(ref: number, result: Result<Replies[RequestType]>): boolean {
    const waiting = this.#waiting.get(ref)
    this.#waiting.delete(ref)
    waiting?.cancel()
    waiting?.done(result)
    return waiting !== undefined
  }
}

/** A refusal as an error. */
export function refused({ code, message, ...options }: Refusal): ChatError {
  return new ChatError(code, message, options)
}

function offline(): ChatError {
  return retryable('offline', 'There is no connection. Try again when it is back.')
}

function retryable(code: 'offline' | 'timeout' | 'rate_limited', message: string): ChatError {
  return new ChatError(code, message, { retryable: true })
}
