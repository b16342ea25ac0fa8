import type { StoredSession } from '../../ports/session-store.ts'
import type { SharedSession } from '../../ports/shared-sessions.ts'
import type { SessionOptions } from './session-options.ts'
import { keysHeldBy, SessionRecord } from './session-record.ts'

/**
 * A login as it was found where all nodes keep them. How long it lasts is said there, whatever the clocks of the machines do; and its
 * end is written back as the time of day that it was.
 */
export class SharedRecord extends SessionRecord {
  #endsAt: number

  /** `shift`: the machine's time less `now`'s clock. */
  constructor({ session, leftMs }: SharedSession, options: SessionOptions, now: number, shift: number) {
    const left = Math.min(Math.max(session.endsAt - shift - now, leftMs), options.absoluteMs)
    const usedAt = Math.max(Math.min(session.usedAt - shift, now), now + leftMs - options.idleMs)
    super({ ...session, endsAt: now + left, usedAt }, keysHeldBy(session.user), now, options)
    this.#endsAt = session.endsAt
  }

  override endBy(time: number): void {
    const before = this.endsAt
    super.endBy(time)
    this.#endsAt -= before - this.endsAt
  }

  /** Some node has said that it ends at this time of day at the latest. */
  endByTold(endsAt: number): void {
    if (endsAt < this.#endsAt) this.endBy(this.endsAt - (this.#endsAt - endsAt))
  }

  /** To be kept, in times of day. */
  shared(now: number, shift: number): StoredSession {
    const stored = this.stored(now)
    return { ...stored, endsAt: this.#endsAt, usedAt: stored.usedAt + shift }
  }
}
