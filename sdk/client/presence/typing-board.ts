import type { Clock } from '../../lib/clock.ts'
import type { User } from '../../protocol/records.ts'

interface Typist {
  user: User
  cancel: () => void
}

const MOST = 50

/** Who types now. Each ends by itself. */
export class TypingBoard {
  readonly #clock: Clock
  readonly #changed: (users: readonly User[]) => void
  readonly #typists = new Map<string, Typist>()
  #users: readonly User[] = []

  constructor(clock: Clock, changed: (users: readonly User[]) => void) {
    this.#clock = clock
    this.#changed = changed
  }

  get users(): readonly User[] {
    return this.#users
  }

  start(user: User, ms: number): void {
    const known = this.#typists.get(user.id)
    if (!known && this.#typists.size >= MOST) return
    known?.cancel()
    this.#typists.set(user.id, { user, cancel: this.#clock.after(ms, () => this.end(user.id)) })
    if (!known) this.#tell()
  }

  end(id: string): void {
    this.#typists.get(id)?.cancel()
    if (this.#typists.delete(id)) this.#tell()
  }

  clear(): void {
    for (const { cancel } of this.#typists.values()) cancel()
    if (this.#typists.size === 0) return
    this.#typists.clear()
    this.#tell()
  }

  #tell(): void {
    this.#users = [...this.#typists.values()].map(typist => typist.user)
    this.#changed(this.#users)
  }
}
