import type { ChatError } from '../../lib/chat-error.ts'
import type { Draft, DraftRequest, DraftState } from '../draft.ts'
import { textOf } from './draft-request.ts'
import type { StoredDraft } from './draft-store.ts'

/** What a draft asks of its outbox. */
export interface DraftKeeper {
  retry(draft: DraftEntry): void
  discard(draft: DraftEntry): void
}

export interface OutboxEvents {
  changed(draft: Draft): void
  discarded(draft: Draft): void
}

export type Settled = Exclude<DraftState, { status: 'pending' }>

/** What makes a draft. */
export type DraftFields = Omit<StoredDraft, 'user' | 'text' | 'request'> &
  Pick<DraftEntry, 'user' | 'request' | 'bytes' | 'stored'>

/** As whom it is sent, and after which others. */
export type DraftPlace = Pick<DraftEntry, 'user' | 'name' | 'order'>

const PENDING: DraftState = { status: 'pending' }

/** A draft in the outbox. */
export class DraftEntry implements Draft {
  declare readonly server: string
  declare readonly room: string
  declare readonly cid: string
  declare readonly createdAt: number
  /** As whom it is sent; unknown before the first `connect`. */
  declare user: string | undefined
  declare name: string | undefined
  declare order: number
  declare firstTriedAt: number | undefined
  declare error: StoredDraft['error']
  declare request: DraftRequest
  /** The frame's size on the wire. */
  declare readonly bytes: number
  /** It may be in the store. */
  declare stored?: boolean
  /** It has left the outbox. */
  declare gone?: boolean
  readonly #keeper: DraftKeeper
  #state = PENDING
  #resolve: (state: DraftState) => void = () => {}
  #settled = this.#promise()

  constructor(fields: DraftFields, keeper: DraftKeeper) {
    Object.assign(this, fields)
    this.#keeper = keeper
  }

  get text(): string {
    return textOf(this.request)
  }

  /** It is kept when it fails, so that what was written is not lost. */
  get written(): boolean {
    return this.text !== ''
  }

  get pending(): boolean {
    return this.#state.status === 'pending'
  }

  /** It waits, and no server has heard of it. */
  get untried(): boolean {
    return this.pending && this.firstTriedAt === undefined
  }

  get state(): DraftState {
    return this.#state
  }

  get settled(): Promise<DraftState> {
    return this.#settled
  }

  retry(): void {
    this.#keeper.retry(this)
  }

  discard(): void {
    this.#keeper.discard(this)
  }

  /** For the outbox. */
  settle(state: Settled): void {
    this.#state = state
    this.#resolve(state)
  }

  /** For the outbox: what is kept of why it was refused. */
  refuse({ code, message, replyTo }: ChatError): this {
    this.error = { code, message, replyTo }
    return this
  }

  /** For the outbox: pending again, in another place. */
  reopen(place: DraftPlace): void {
    this.request = this.#tryAgain()
    this.#state = PENDING
    this.#settled = this.#promise()
    Object.assign(this, { ...place, firstTriedAt: undefined, error: undefined })
  }

  /** What is kept of it over a reload. */
  toStored(user: string): StoredDraft {
    const { server, room, cid, name, createdAt, firstTriedAt, order, error, request, text } = this
    const place = { server, room, cid, user, name, createdAt, firstTriedAt, order, error }
    if (request.type !== 'send_message') return { ...place, text: '', request }
    const { type: _, text: __, ...more } = request
    return Object.values(more).some(value => value !== undefined) ? { ...place, text, request } : { ...place, text }
  }

  /** Without what it was refused for, where that can be left out. */
  #tryAgain(): DraftRequest {
    const { request, error } = this
    if (request.type === 'send_message' && error?.replyTo) return { ...request, replyTo: undefined }
    if (request.type !== 'edit_message' || error?.code !== 'conflict') return request
    // whoever saw what stands there now wants it replaced
    return { ...request, rev: this.#state.status === 'failed' ? this.#state.error.current?.rev : undefined }
  }

  #promise(): Promise<DraftState> {
    return new Promise(resolve => {
      this.#resolve = resolve
    })
  }
}
