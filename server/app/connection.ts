import { CLOSE, mayReconnect } from '../../sdk/protocol/close-codes.ts'
import type { Refusal } from '../../sdk/protocol/error-codes.ts'
import type { DisconnectEvent } from '../../sdk/protocol/events.ts'
import type { Peer, PeerEvents } from '../ports/transport.ts'
import { decodeFrame, decodeRequest, type Request } from '../wire/decode.ts'
import { encodeError, encodeOk } from '../wire/encode.ts'
import { dismiss, greet } from './greet.ts'
import { openRooms } from './handlers/connect.ts'
import { handle, weigh, writes } from './handlers/table.ts'
import {
  type Active,
  type Answer,
  type FrameOf,
  type HubContext,
  type Later,
  type Outcome,
  refuse,
} from './hub-context.ts'
import type { SessionSocket } from './identity/authenticator.ts'
import { laneOf } from './rates.ts'
import { ReplyBuffer } from './reply-buffer.ts'
import { RequestQueue, type RequestRunner } from './request-queue.ts'
import type { Sharer } from './shared-rate.ts'

const CONNECT_WITHIN_MS = 10_000
/** Who is refused a request comes back for many, not for the one that there is room for by then. */
const LEAST_WAIT_MS = 1_000
/** Of a request in memory beside its text. */
const REQUEST_BYTES = 300
/** What is no request is counted like one. */
const NO_REQUEST = { cost: 1, writes: false }
const DRAINING = refuse('unavailable', 'The server is about to restart. Connect again.', 1_000)

type State =
  /** Waits for `connect`. */
  | { readonly kind: 'greeting'; readonly cookieToken: string | undefined; readonly cancelTimeout: () => void }
  | Active
  /** Closed, or about to be; what still comes is ignored. */
  | { readonly kind: 'leaving' }

export interface ConnectionOptions {
  hub: HubContext
  peer: Peer
  /** The key by which its address is counted. */
  address: string
  cookieToken: string | undefined
  /** Called once, when the socket is closed. */
  onClosed: (connection: Connection) => void
}

/** One socket of a client: its frames in order, its state, its end. */
export class Connection implements PeerEvents, SessionSocket, RequestRunner<Request>, Sharer {
  readonly address: string
  readonly #hub: HubContext
  readonly #peer: Peer
  readonly #onClosed: (connection: Connection) => void
  readonly #replies: ReplyBuffer
  readonly #queue: RequestQueue<Request>
  /** Memory of the requests that wait. Bytes. */
  #held = 0
  #state: State

  constructor({ hub, peer, address, cookieToken, onClosed }: ConnectionOptions) {
    this.address = address
    this.#hub = hub
    this.#peer = peer
    this.#onClosed = onClosed
    this.#replies = new ReplyBuffer(peer)
    this.#queue = new RequestQueue(this)
    const timeout = () => this.end(CLOSE.connectTimeout, 'no connect in time')
    const cancelTimeout = this.#hub.clock.after(CONNECT_WITHIN_MS, timeout)
    this.#state = { kind: 'greeting', cookieToken, cancelTimeout }
  }

  get peerId(): number {
    return this.#peer.id
  }

  /** Once it has said connect, until it is closed. */
  get active(): Active | undefined {
    return this.#state.kind === 'active' ? this.#state : undefined
  }

  get user(): string | undefined {
    return this.active?.member.user.id
  }

  /** Requests are on their way. */
  get busy(): boolean {
    return this.#queue.size > 0
  }

  text(text: string): void {
    if (this.#state.kind === 'leaving') return
    const frame = decodeFrame(text, this.#hub.limits.batch)
    if (!frame.ok) {
      this.end(CLOSE.protocolViolation, frame.reason)
      return
    }
    // an empty frame is refused as well: what costs nothing could be sent without end
    const values = frame.values.length > 0 ? frame.values : [undefined]
    // a value is as long as its text, where V8 takes two bytes for each character
    const bytes = Math.ceil((text.length * 2) / values.length) + REQUEST_BYTES
    for (const value of values) this.#take(decodeRequest(value), bytes)
  }

  binary(): void {
    this.end(CLOSE.protocolViolation, 'binary frame')
  }

  closed(code: number, slow: boolean): void {
    this.#leave(false)
    this.#hub.metrics?.closed(code, slow)
    this.#onClosed(this)
  }

  /** Says why, then closes. Members see it at once where the client must not come back by itself. */
  end(code: number, reason: string, advice: { retryAfterMs?: number; spreadMs?: number } = {}): void {
    if (this.#state.kind === 'leaving') return
    if (code !== CLOSE.normal) {
      const retryable = mayReconnect(code)
      const event: DisconnectEvent = { type: 'disconnect', code, reason, retryable, ...advice }
      this.#replies.push(JSON.stringify(event))
    }
    this.#replies.flush()
    this.#leave(code === CLOSE.normal || !mayReconnect(code))
    this.#peer.close(code, reason)
  }

  /** Charges a request before it may wait. */
  #take(request: Request, bytes: number): void {
    if (this.#state.kind === 'leaving') return
    const { rates, clock } = this.#hub
    const wait = rates.request(this.#peer.id, this, request.ok ? weigh(request.request) : NO_REQUEST, clock.now())
    if (wait > 0)
      this.#answer(request, refuse('rate_limited', 'Too many requests. Wait a moment.', Math.max(wait, LEAST_WAIT_MS)))
    else if (this.#queue.size < this.#hub.caps.waiting && this.#hub.backlog.take(this.#held, bytes)) {
      this.#held += bytes
      this.#queue.push(request)
    } else this.#answer(request, refuse('rate_limited', 'Too many requests wait for their answers.', 1_000))
  }

  emptied(): void {
    this.#hub.backlog.give(this.#held)
    this.#held = 0
  }

  pipelined(request: Request): boolean {
    return request.ok && writes(request.request)
  }

  run(request: Request): Promise<void> | undefined {
    try {
      const answer = this.#handle(request)
      if (answer === undefined) return undefined
      if (!(answer instanceof Promise)) return void this.#answer(request, answer)
      // One turn: what `later` subscribes to must not overtake the answer.
      return answer.then(
        outcome => this.#settle(request, outcome),
        error => this.#fail(request, error),
      )
    } catch (error) {
      this.#fail(request, error)
      return undefined
    }
  }

  #settle(request: Request, outcome: Outcome | Later): void {
    try {
      this.#answer(request, typeof outcome === 'function' ? outcome(this.#state.kind === 'active') : outcome)
    } catch (error) {
      this.#fail(request, error)
    }
  }

  #handle(request: Request): Answer | undefined {
    const state = this.#state
    switch (state.kind) {
      case 'leaving':
        return undefined
      case 'greeting':
        if ((request.ok ? request.request.type : request.type) !== 'connect') {
          return refuse('unauthorized', 'Say connect first.')
        }
        if (!request.ok) return request
        return this.#greet(request.request as FrameOf<'connect'>, state)
      case 'active':
        if (!request.ok) return request
        if (this.#hub.draining() && request.request.type !== 'disconnect') return DRAINING
        return handle(this.#hub, state, request.request)
    }
  }

  async #greet(request: FrameOf<'connect'>, state: State & { kind: 'greeting' }): Promise<Outcome | Later> {
    const hub = this.#hub
    if (hub.draining()) return DRAINING
    const { cookieToken } = state
    const greeted = await greet(hub, { request, peer: this.#peer, socket: this, cookieToken })
    if (greeted.kind === 'refused') return greeted.outcome
    if (this.#state !== state) {
      // it closed while it was asked whose it is
      dismiss(hub, greeted)
      return DRAINING
    }
    state.cancelTimeout()
    this.#state = greeted
    return openRooms(hub, greeted, request)
  }

  #answer(request: Request, outcome: Outcome): void {
    if (this.#state.kind === 'leaving') return
    const { type, ref } = request.ok ? request.request : request
    this.#hub.metrics?.answered(type ?? 'unknown', outcome.ok ? 'ok' : outcome.refusal.code)
    if (!outcome.ok) this.#replies.push(encodeError(ref, outcome.refusal))
    else if (ref !== undefined) this.#replies.push(encodeOk(ref, outcome.fields))
    if (outcome.now) this.#replies.flush()
    if (outcome.close !== undefined) this.end(outcome.close.code, outcome.close.reason)
    else if (!outcome.ok && outcome.refusal.code === 'rate_limited') this.#strike(request, outcome.refusal)
  }

  #fail(request: Request, error: unknown): void {
    const type = request.ok ? request.request.type : request.type
    this.#hub.logger.error({ err: error, request: type, peer: this.#peer.id }, 'a request failed')
    this.#answer(request, refuse('internal', 'The server made a mistake. Try again.'))
  }

  #strike(request: Request, { retryAfterMs = 0 }: Refusal): void {
    const refused = request.ok ? request.request : undefined
    const lane = laneOf(refused, refused !== undefined && writes(refused))
    if (this.#hub.rates.refused(this.#peer.id, lane, retryAfterMs, this.#hub.clock.now())) return
    this.end(CLOSE.rateLimited, 'too many requests', { retryAfterMs: 5_000 })
  }

  #leave(announced: boolean): void {
    const state = this.#state
    this.#state = { kind: 'leaving' }
    this.#queue.clear()
    switch (state.kind) {
      case 'leaving':
        return
      case 'greeting':
        state.cancelTimeout()
        return
      case 'active':
        for (const { room } of state.joined) room.leave(state.member, announced)
        dismiss(this.#hub, state)
    }
  }
}
