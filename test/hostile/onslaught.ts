import { Dice } from './dice.ts'
import { asker, breaker, guest, stammerer, type Target, type Volley } from './volleys.ts'

const AT_ONCE = 24

/** Weights by connection; a guest sends a hundred times as much on one as a breaker. */
const VOLLEYS: (readonly [number, Volley])[] = [
  [10, guest],
  [60, breaker],
  [40, asker],
  [60, stammerer],
]

/** An attack from many connections at once that can be told to go on. Each volley has a seed of its own. */
export class Onslaught {
  readonly #target: Target
  readonly #seed: number
  #volleys = 0
  /** Inputs that the server has read. */
  sent = 0

  constructor(target: Target, seed: number) {
    this.#target = target
    this.#seed = seed
  }

  /** Until so many inputs were sent in all, and every connection is closed. Throws with the seed of what went wrong. */
  async goOnTo(inputs: number): Promise<void> {
    const worker = async () => {
      while (this.sent < inputs) {
        const read = await this.#volley()
        this.sent += read
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
  }

  async #volley(): Promise<number> {
    const seed = this.#seed + this.#volleys++
    const dice = new Dice(seed)
    const volley = dice.weighted(VOLLEYS)
    try {
      return await volley(this.#target, dice)
    } catch (error) {
      throw new Error(`A ${volley.name} with seed ${seed} failed.`, { cause: error })
    }
  }
}
