import type { Draft, DraftState } from '../types.ts'
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
export type DraftFields = Omit<StoredDraft, 'user'> & Pick<DraftEntry, 'user' | 'bytes' | 'stored'>

/** As whom it is sent, and after which others. */
export type DraftPlace = Pick<DraftEntry, 'user' | 'name' | 'order'>

const PENDING: DraftState = { status: 'pending' }

/** A draft in the outbox. */
export class DraftEntry implements Draft {
  declare readonly server: string
  declare readonly room: string
  declare readonly cid: string
  declare readonly text: string
  declare readonly createdAt: number
  /** As whom it is sent; unknown before the first `connect`. */
  declare user: string | undefined
  declare name: string | undefined
  declare order: number
  declare firstTriedAt: number | undefined
  declare error: StoredDraft['error']
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

  /** For the outbox: pending again, in another place. */
  reopen(place: DraftPlace): void {
    this.#state = PENDING
    this.#settled = this.#promise()
    Object.assign(this, { ...place, firstTriedAt: undefined, error: undefined })
  }

  #promise(): Promise<DraftState> {
    return new Promise(resolve => {
      this.#resolve = resolve
    })
  }
}
