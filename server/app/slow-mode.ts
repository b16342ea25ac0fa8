import { BoundedMap } from '../core/bounded-map.ts'
import type { RatesOfNodes } from '../ports/rates-of-nodes.ts'

/** People in rooms; of more the oldest may write sooner than they should. */
const MOST = 100_000

interface Written {
  /** By the clock of whoever asks. ms. */
  at: number
  slowMs: number
}

/** Who wrote last when, in rooms in which everybody has to wait between two messages. */
export class SlowMode {
  readonly #last = new BoundedMap<Written>(MOST)
  readonly #taken: ((key: string, ms: number) => void) | undefined

  /** `rates`: those of all nodes, if there are others; `times`: the machine's and the own of whoever asks. */
  constructor(rates?: RatesOfNodes, times?: { machine: { now(): number }; own: () => number }) {
    if (!rates || !times) return
    this.#taken = rates.share('slow', {
      raise: (key, fullAt) => {
        const known = this.#last.get(key)
        if (!known) return
        const at = fullAt - times.machine.now() + times.own() - known.slowMs
        this.#last.set(key, { ...known, at: Math.max(known.at, at) })
      },
    })
  }

  /** 0: they may, and it is counted until `giveBack`; else the ms to wait. */
  take(room: string, user: string, slowMs: number, now: number): number {
    const key = keyOf(room, user)
    const wait = (this.#last.get(key)?.at ?? Number.NEGATIVE_INFINITY) + slowMs - now
    if (wait > 0) return Math.ceil(wait)
    this.#last.set(key, { at: now, slowMs })
    this.#taken?.(key, slowMs)
    return 0
  }

  /** Nothing came of what was counted at this time. */
  giveBack(room: string, user: string, at: number): void {
    const key = keyOf(room, user)
    const known = this.#last.get(key)
    if (known?.at !== at) return
    this.#last.set(key, { ...known, at: Number.NEGATIVE_INFINITY })
    this.#taken?.(key, -known.slowMs)
  }
}

const keyOf = (room: string, user: string) => `${room} ${user}`
