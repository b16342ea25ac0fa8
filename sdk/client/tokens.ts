import { ChatError } from '../lib/chat-error.ts'
import type { Clock } from '../lib/clock.ts'
import type { TokenReply } from '../protocol/replies.ts'
import type { ChatClientOptions, TokenAsk } from './types.ts'

/** Loaded only where a page gives the tokens. */
export interface TokensOptions {
  getToken: NonNullable<ChatClientOptions['getToken']>
  clock: Clock
  random(): number
  /** Gives the open connection another token. Rejects with ChatError. */
  renew(token: string): Promise<TokenReply>
  /** The connection cannot go on as it is. */
  failed(error: ChatError): void
}

/** Tokens that a server refuses in a row, before nobody is asked for another one. */
const MOST_REFUSED = 2
const SILENT = 'This site does not say who you are. Trying again.'
const OVER = 'Your login on this site does not count here any more. Sign in again.'
/** A page that has not answered by then is asked again. */
const ANSWER_MS = 15_000
/** More than an answer takes: the reader's clock was set meanwhile. */
const MOST_TAKEN_MS = 60_000
const FIRST_MS = 1_000
const MOST_MS = 30_000

/** The token of one client: asked for one at a time, and renewed while its connection is open. */
export class Tokens {
  readonly #options: TokensOptions
  #reason: TokenAsk['reason'] = 'connect'
  #refused = 0
  #asking: Promise<string> | undefined
  /** Of the page's answer. */
  #cancelWait: (() => void) | undefined
  /** Of the open connection; another one, or none, is another connection. */
  #cancel: (() => void) | undefined
  #tries = 0
  /** Now, by the server's clock: what it said last, and what was waited since. The reader's may be wrong. */
  #now = 0

  constructor(options: TokensOptions) {
    this.#options = options
  }

  /**
   * For the next socket. Rejects with ChatError `signed_out` when the page has none, or too many were refused, and with
   * whatever the page rejects.
   */
  async next(): Promise<string> {
    if (this.#refused <= MOST_REFUSED) return this.#ask(this.#reason)
    this.#refused = 0
    this.#reason = 'connect'
    throw new ChatError('signed_out', OVER)
  }

  /** The last one has `ended`, or was refused. */
  lost(ended: boolean): void {
    this.#reason = ended ? 'refresh' : 'rejected'
    if (!ended) this.#refused++
  }

  /** A connection is open with it; `now` and `expiresAt` by the server's clock. */
  opened(now: number, expiresAt: number | undefined): void {
    this.closed()
    this.#now = now
    this.#plan(expiresAt)
  }

  /** `ended`: there will be no other connection. */
  closed(ended?: ChatError): void {
    this.#cancel?.()
    this.#cancel = undefined
    if (ended) this.#cancelWait?.()
  }

  #ask(reason: TokenAsk['reason']): Promise<string> {
    const { getToken, clock } = this.#options
    const ask = async () => {
      const token = await getToken({ reason })
      if (token) return token
      throw new ChatError('signed_out', 'You are signed out on this site.')
    }
    const answer = () =>
      new Promise<string>((resolve, reject) => {
        const cancel = clock.after(ANSWER_MS, () => reject(new ChatError('timeout', SILENT, { retryable: true })))
        this.#cancelWait = cancel
        ask().finally(cancel).then(resolve, reject)
      })
    this.#asking ??= answer().finally(() => {
      this.#asking = undefined
    })
    return this.#asking
  }

  #plan(expiresAt: number | undefined): void {
    const { random } = this.#options
    this.#reason = 'connect'
    this.#refused = this.#tries = 0
    if (expiresAt !== undefined) this.#after((expiresAt - this.#now) * (0.8 - 0.08 * random()))
  }

  #after(planned: number): void {
    const ms = Math.max(FIRST_MS, planned)
    this.#cancel = this.#options.clock.after(ms, () => {
      this.#now += ms
      void this.#renew()
    })
  }

  async #renew(): Promise<void> {
    const { renew, failed, random, clock } = this.#options
    const mine = this.#cancel
    const began = clock.now()
    const taken = () => {
      this.#now += Math.min(MOST_TAKEN_MS, Math.max(0, clock.now() - began))
    }
    if (this.#reason === 'connect') this.#reason = 'refresh'
    try {
      const token = await this.next()
      if (mine !== this.#cancel) return
      const { tokenExpiresAt } = await renew(token)
      if (mine !== this.#cancel) return
      taken()
      this.#plan(tokenExpiresAt)
    } catch (error) {
      if (mine !== this.#cancel) return
      taken()
      const { code } = error as Partial<ChatError>
      if (code === 'unauthorized' || code === 'token_expired') this.lost(false)
      if (code === 'signed_out' || code === 'identity_changed') {
        this.#reason = 'connect'
        failed(error as ChatError)
      } else this.#after(Math.min(MOST_MS, FIRST_MS * 2 ** this.#tries++) * (1 - random() / 2))
    }
  }
}
