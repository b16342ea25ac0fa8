import type { ChatError } from '../lib/chat-error.ts'
import type { Draft, DraftState } from './types.ts'

/** What a draft asks of its outbox. */
export interface DraftKeeper {
  retry(draft: DraftEntry): void
  discard(draft: DraftEntry): void
}

export type Sent = Extract<DraftState, { status: 'sent' }>

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
  firstTriedAt: number | undefined
  readonly #keeper: DraftKeeper
  #state = PENDING
  #resolve: (state: DraftState) => void = () => {}
  #settled = this.#promise()

  constructor(
    fields: Pick<DraftEntry, 'cid' | 'room' | 'text' | 'createdAt' | 'bytes' | 'owner'>,
    keeper: DraftKeeper,
  ) {
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
  settle(state: Sent | { status: 'failed'; error: ChatError }): void {
    this.#state = state
    this.#resolve(state)
  }

  /** For the outbox: pending again. */
  reopen(owner: string | undefined): void {
    this.#state = PENDING
    this.#settled = this.#promise()
    this.owner = owner
    this.firstTriedAt = undefined
  }

  #promise(): Promise<DraftState> {
    return new Promise(resolve => {
      this.#resolve = resolve
    })
  }
}
