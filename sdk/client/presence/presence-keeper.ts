import type { PresenceDelta } from '../../protocol/events.ts'
import { LARGE_ROOM } from '../../protocol/limits.ts'
import type { PresenceSnapshot, User } from '../../protocol/records.ts'
import type { RoomHost } from '../room-host.ts'
import type { Members } from '../types.ts'
import { fold, NOBODY, ofSnapshot, type Presence } from './members.ts'

const WAIT_MS = 1_000

/** Keeps the members of one room up to date, and asks for what was missed. */
export class PresenceKeeper {
  readonly #room: string
  readonly #host: RoomHost
  readonly #changed: (members: Members) => void
  #members = NOBODY
  /** Undefined until this socket brought a snapshot: versions of another one mean nothing. */
  #presence: Presence | undefined
  #cancelMend: (() => void) | undefined

  constructor(room: string, host: RoomHost, changed: (members: Members) => void) {
    this.#room = room
    this.#host = host
    this.#changed = changed
  }

  get members(): Members {
    return this.#members
  }

  snapshot(snapshot: PresenceSnapshot): void {
    this.#cancel()
    this.#show(ofSnapshot(snapshot))
  }

  delta(delta: PresenceDelta): void {
    if (!this.#presence) return
    const folded = fold(this.#presence, delta)
    if (folded.outcome === 'known') return
    this.#show(folded.presence)
    if (folded.outcome === 'mend') this.#mend()
  }

  /** The socket is gone: what was known stays on show until the next snapshot. */
  lost(): void {
    this.#cancel()
    this.#presence = undefined
  }

  #show(presence: Presence): void {
    this.#presence = presence
    this.#members = presence.members
    this.#changed(presence.members)
  }

  #cancel(): void {
    this.#cancelMend?.()
    this.#cancelMend = undefined
  }

  #mend(): void {
    // a listener may have left
    if (this.#cancelMend || !this.#presence) return
    const cancel = this.#host.clock.after(this.#host.random() * WAIT_MS, () => this.#page([], undefined, cancel))
    this.#cancelMend = cancel
  }

  /** All of a small room, the first page of a large one; again when it changed between two pages. */
  #page(
    known: readonly User[],
    at: { after?: string | undefined; version: number } | undefined,
    mine: () => void,
  ): void {
    this.#host.requests.call<'users'>({ type: 'users', room: this.#room, after: at?.after }, result => {
      if (this.#cancelMend !== mine) return
      if (!result.ok) {
        this.#cancelMend = undefined
        if (result.error.retryable && result.error.code !== 'offline') this.#mend()
        return
      }
      const { next, count, version } = result.value
      const users = [...known, ...result.value.users]
      if (next && count <= LARGE_ROOM && users.length < count) {
        this.#page(users, { after: next, version }, mine)
        return
      }
      this.snapshot({ version, count, complete: !next, users })
      if (at && at.version !== version) this.#mend()
    })
  }
}
