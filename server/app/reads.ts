import type { Refusal } from '../../sdk/protocol/error-codes.ts'
import { Debts } from '../core/debts.ts'
import { FairQueue } from '../core/fair-queue.ts'
import { refusal } from '../core/refusal.ts'
import type { Clock } from '../ports/clock.ts'
import type { FromLog } from './from-log.ts'
import type { SharedRates, Sharer } from './shared-rate.ts'

const KEYS = 50_000
/** More of them would not be read sooner, and each holds what it has read until it is answered. */
const AT_ONCE = 4
const WAITING = 5_000
/** What a read costs that brings nothing. */
const LEAST_BYTES = 500

/** A read; it says what it has read, in bytes of the wire, also of what it does not bring. */
export type Read<T> = (charge: (bytes: number) => void) => Promise<FromLog<T>>

/**
 * All reading of the room log: a few at once, addresses and their users by turns. What it brings is known afterwards, so it
 * is charged then, and who owes anything waits before the next.
 */
export class Reads {
  readonly #clock: Clock
  readonly #users: Debts<string> | undefined
  readonly #addresses: Debts<string> | undefined
  readonly #waiting = new FairQueue<() => void>(WAITING)
  #running = 0

  /** Without rates nothing is charged. */
  constructor(clock: Clock, rates: SharedRates | undefined) {
    this.#clock = clock
    this.#users = rates && new Debts(rates.user, KEYS)
    this.#addresses = rates && new Debts(rates.address, KEYS)
  }

  /** Those under way, and those that wait. */
  get size(): number {
    return this.#running + this.#waiting.size
  }

  /** Why they may not read now. */
  refuse({ user, address }: Sharer): Refusal | undefined {
    const now = this.#clock.now()
    const own = user === undefined ? 0 : (this.#users?.ask(user, now) ?? 0)
    const wait = own > 0 ? own : (this.#addresses?.ask(address, now) ?? 0)
    return wait > 0 ? refusal('rate_limited', 'You read too much at once. Wait a moment.', wait) : undefined
  }

  charge({ user, address }: Sharer, bytes: number): void {
    const now = this.#clock.now()
    if (user !== undefined) this.#users?.pay(user, now, bytes)
    this.#addresses?.pay(address, now, bytes)
  }

  /** Reads when it is their turn, or refuses. */
  async run<T>(by: Sharer, read: Read<T>): Promise<FromLog<T>> {
    const { user = '', address } = by
    if (this.#running < AT_ONCE) this.#running++
    else {
      const turn = new Promise<boolean>(resolve => {
        if (!this.#waiting.push(address, user, () => resolve(true))) resolve(false)
      })
      if (!(await turn)) return { ok: false, refusal: busy }
    }
    try {
      // who has gone meanwhile reads nothing
      const refused = by.user === undefined ? busy : this.refuse(by)
      if (refused !== undefined) return { ok: false, refusal: refused }
      let total = LEAST_BYTES
      try {
        return await read(bytes => {
          total += bytes
        })
      } finally {
        this.charge({ user, address }, total)
      }
    } finally {
      this.#next()
    }
  }

  /** Its place goes to the next, or is free. */
  #next(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#running--
    else next()
  }
}

const busy = refusal('unavailable', 'Too many read at the moment. Try again soon.', 1_000)
