import type { VirtualClock } from '../support/virtual-clock.ts'

/** The time of one process or page: it may be set to another time of day, and nothing runs after its owner's death. */
export class MortalClock {
  readonly #base: VirtualClock
  readonly #cancels = new Set<() => void>()
  #offset: number
  #alive = true

  constructor(base: VirtualClock, offset = 0) {
    this.#base = base
    this.#offset = offset
  }

  get pending(): number {
    return this.#cancels.size
  }

  /** In whole ms, as a machine says it. */
  now(): number {
    return Math.floor(this.#base.now() + this.#offset)
  }

  elapsed(): number {
    return this.#base.elapsed()
  }

  /** Somebody sets the machine's time. */
  jump(ms: number): void {
    this.#offset += ms
  }

  after(ms: number, fn: () => void): () => void {
    if (!this.#alive) return () => {}
    const stop = this.#base.after(ms, () => {
      this.#cancels.delete(cancel)
      fn()
    })
    const cancel = () => {
      this.#cancels.delete(cancel)
      stop()
    }
    this.#cancels.add(cancel)
    return cancel
  }

  every(ms: number, fn: () => void): () => void {
    const again = () => {
      cancel = this.after(ms, again)
      fn()
    }
    let cancel = this.after(ms, again)
    return () => cancel()
  }

  die(): void {
    this.#alive = false
    for (const cancel of this.#cancels) cancel()
  }
}
