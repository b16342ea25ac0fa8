import { MortalClock } from './mortal-clock.ts'

/** The time of a process that may be stopped: what comes due meanwhile happens, in its order, when it goes on. */
export class NodeClock extends MortalClock {
  #held: (() => void)[] | undefined

  get stopped(): boolean {
    return this.#held !== undefined
  }

  override after(ms: number, fn: () => void): () => void {
    let isOver = false
    const cancel = super.after(ms, () => this.run(() => isOver || fn()))
    return () => {
      isOver = true
      cancel()
    }
  }

  /** Now, or when the process goes on. */
  run(fn: () => void): void {
    if (this.#held) this.#held.push(fn)
    else fn()
  }

  /** SIGSTOP. */
  stop(): void {
    this.#held ??= []
  }

  /** SIGCONT. */
  go(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const run of held) super.after(0, run)
  }
}
