import { delay } from '../lib/backoff.ts'
import type { ChatError } from '../lib/chat-error.ts'
import { Waiters } from '../lib/waiters.ts'
import type { JoinedRoom } from '../protocol/replies.ts'
import type { RoomPosition } from '../protocol/requests.ts'
import type { RoomHost } from './room-host.ts'
import type { RoomState } from './types.ts'

export type MembershipState = Exclude<RoomState, { status: 'joined' }> | { status: 'joined' }

export interface MembershipEvents {
  changed(): void
  joined(room: JoinedRoom): void
}

/** Whether this client is in a room, and what it does to get and stay there. */
export class Membership {
  readonly #host: RoomHost
  readonly #position: () => RoomPosition
  readonly #events: MembershipEvents
  #state: MembershipState = { status: 'idle' }
  readonly #waiters = new Waiters()
  /** The join that counts; replies to earlier ones do not. */
  #asked: object | undefined
  #cancelWait: (() => void) | undefined
  #tries = 0

  constructor(host: RoomHost, position: () => RoomPosition, events: MembershipEvents) {
    this.#host = host
    this.#position = position
    this.#events = events
  }

  get state(): MembershipState {
    return this.#state
  }

  get wanted(): boolean {
    return this.#state.status === 'joining' || this.#state.status === 'joined'
  }

  join(): Promise<void> {
    if (this.#state.status === 'joined') return Promise.resolve()
    const done = this.#waiters.wait()
    if (this.#state.status === 'joining') return done
    this.#become({ status: 'joining' })
    this.ask()
    return done
  }

  /** Joins by a request of its own, if there is a connection. */
  ask(): void {
    this.#stopAsking()
    if (!this.wanted || !this.#host.requests.online) return
    const mine = {}
    this.#asked = mine
    this.#host.requests.call<'join'>({ type: 'join', ...this.#position() }, result => {
      if (this.#asked !== mine) return
      if (result.ok) this.#events.joined(result.value)
      else this.refuse(result.error)
    })
  }

  /** Joins again after `ms`. */
  again(ms: number): void {
    this.#stopAsking()
    if (this.#state.status === 'joined') this.#become({ status: 'joining' })
    // a listener may want otherwise
    if (this.wanted) this.#cancelWait = this.#host.clock.after(ms, () => this.ask())
  }

  /** Whether the room was awaited, and is joined now. */
  arrive(): boolean {
    if (this.#state.status !== 'joining') return false
    this.#stopAsking()
    this.#tries = 0
    this.#become({ status: 'joined' })
    this.#waiters.resolve()
    return true
  }

  refuse(error: ChatError): void {
    if (error.retryable) this.again(error.retryAfterMs ?? delay(++this.#tries, this.#host.random()))
    else this.end({ status: 'refused', error }, error)
  }

  /** The socket is gone; the next one joins again. `error`: there will be none by itself. */
  lost(error: ChatError | undefined): void {
    this.#stopAsking()
    if (error) this.#waiters.reject(error)
    if (this.#state.status === 'joined') this.#become({ status: 'joining' })
  }

  end(state: MembershipState, error: ChatError): void {
    this.#stopAsking()
    // before anybody is told, who may join again
    this.#waiters.reject(error)
    if (this.#state.status !== state.status) this.#become(state)
  }

  #stopAsking(): void {
    this.#asked = undefined
    this.#cancelWait?.()
  }

  #become(state: MembershipState): void {
    this.#state = state
    this.#events.changed()
  }
}
