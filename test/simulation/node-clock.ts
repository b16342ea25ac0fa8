import type { VirtualClock } from '../support/virtual-clock.ts'
import { MortalClock } from './mortal-clock.ts'

/** The time of a process that may be stopped: what comes due meanwhile happens, in its order, when it goes on. */
export class NodeClock extends MortalClock {
  readonly #world: VirtualClock
  #held: (() => void)[] | undefined
  #isDead = false

  constructor(world: VirtualClock) {
    super(world)
    this.#world = world
  }

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
    for (const run of held) this.#world.after(0, () => this.#isDead || run())
  }

  override die(): void {
    this.#isDead = true
    super.die()
  }
}
