import type { ChatError } from '../lib/chat-error.ts'
import type { StoredDraft } from './draft-store.ts'
import type { Draft, DraftState } from './types.ts'

/** What a draft asks of its outbox. */
export interface DraftKeeper {
  retry(draft: DraftEntry): void
  discard(draft: DraftEntry): void
}

export type Sent = Extract<DraftState, { status: 'sent' }>
export type Settled = Exclude<DraftState, { status: 'pending' }>

export type DraftFields = Pick<DraftEntry, 'cid' | 'room' | 'text' | 'createdAt' | 'bytes' | 'owner' | 'order'> &
  Partial<Pick<DraftEntry, 'firstTriedAt' | 'refused' | 'stored'>>

const PENDING: DraftState = { status: 'pending' }

/** A draft in the outbox. */
export class DraftEntry implements Draft {
  declare readonly cid: string
  declare readonly room: string
  declare readonly text: string
  declare readonly createdAt: number
  /** The frame's size on the wire. */
  declare readonly bytes: number
  /** The user it is sent as; unknown before the first `connect`. */
  declare owner: string | undefined
  /** Its place among the drafts of its room. */
  declare order: number
  declare firstTriedAt: number | undefined
  /** Why it was refused for good. */
  declare refused: ChatError | undefined
  /** It may be in the store. */
  declare stored: boolean | undefined
  /** It has left the outbox. */
  declare gone: boolean | undefined
  readonly #keeper: DraftKeeper
  #state = PENDING
  #resolve: (state: DraftState) => void = () => {}
  #settled = this.#promise()

  constructor(fields: DraftFields, keeper: DraftKeeper) {
    Object.assign(this, fields)
    this.#keeper = keeper
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

  /** For the outbox: pending again, behind all others. */
  reopen(owner: string | undefined, order: number): void {
    this.#state = PENDING
    this.#settled = this.#promise()
    Object.assign(this, { owner, order, firstTriedAt: undefined, refused: undefined })
  }

  /** What is stored of it. */
  record(server: string, user: string): StoredDraft {
    const { room, cid, text, createdAt, firstTriedAt, order, refused } = this
    const error = refused && { code: refused.code, message: refused.message }
    return { server, room, cid, user, text, createdAt, firstTriedAt, order, error }
  }

  #promise(): Promise<DraftState> {
    return new Promise(resolve => {
      this.#resolve = resolve
    })
  }
}
