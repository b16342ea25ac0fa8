import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import { refusal } from '../../core/refusal.ts'
import type { BodyPieces } from '../../ports/transport.ts'
import { Tally } from '../tally.ts'

/** At once, of all. */
const MOST = 8
const OF_ADDRESS = 2
const AGAIN_MS = 5_000
const ONE = refusal('rate_limited', 'Your data is being downloaded already. Wait until that is done.', AGAIN_MS)
const BUSY = refusal('rate_limited', 'Others download their data at the moment. Try again soon.', AGAIN_MS)

export type Begun = { ok: true; pieces: BodyPieces } | { ok: false; refusal: Refusal }

/** Downloads under way: one of each person, and few at once. */
export class Downloads {
  readonly #people = new Set<string>()
  readonly #addresses = new Tally<string>()

  get size(): number {
    return this.#people.size
  }

  /**
   * Resolves when its first piece was read; rejects when that could not be. It is over when its reader wants no more.
   * `address`: the key by which addresses are counted.
   */
  async begin(userId: string, address: string, pieces: () => AsyncGenerator<string, void>): Promise<Begun> {
    if (this.#people.has(userId)) return { ok: false, refusal: ONE }
    if (this.#people.size >= MOST || this.#addresses.get(address) >= OF_ADDRESS) return { ok: false, refusal: BUSY }
    this.#people.add(userId)
    this.#addresses.add(address, 1)
    let open = true
    const end = () => {
      if (!open) return
      open = false
      this.#people.delete(userId)
      this.#addresses.add(address, -1)
    }
    const reading = pieces()
    try {
      return { ok: true, pieces: withFirst(await reading.next(), reading, end) }
    } catch (error) {
      end()
      throw error
    }
  }
}

/** What is read, behind what was read of it already. `end` is called once nobody wants more. */
function withFirst(
  first: IteratorResult<string, void>,
  reading: AsyncGenerator<string, void>,
  end: () => void,
): BodyPieces {
  let read: IteratorResult<string, void> | undefined = first
  return {
    async next() {
      const known = read
      read = undefined
      return known ?? reading.next()
    },
    return() {
      end()
      // what it was reading may fail, and nobody wants it
      reading.return().catch(() => {})
    },
  }
}
