import type { Clock } from '../ports/clock.ts'
import type { Directory } from '../ports/directory.ts'

const ROWS = 1_000
/** After a failure. ms. */
const AGAIN_MS = 5_000

/** Who was removed, by all their ids: in memory, since everything that is read asks. */
export class RemovedPeople {
  readonly #ids = new Set<string>()
  /** Who is just being removed, and how many times that was asked. */
  readonly #leaving = new Map<string, number>()

  /** Those of an earlier process. Rejects with LogUnavailable. */
  async load(directory: Pick<Directory, 'removedIds'>): Promise<void> {
    let after: string | undefined
    do {
      const ids = await directory.removedIds(after, ROWS)
      this.add(ids)
      after = ids.length < ROWS ? undefined : ids.at(-1)
    } while (after !== undefined)
  }

  /** Those whom others removed while what they told was not heard here. Returns what ends it. */
  follow(directory: Pick<Directory, 'removedIds' | 'watchRoom'>, clock: Pick<Clock, 'after'>): () => void {
    let cancel = () => {}
    let turn = 0
    const load = () => {
      cancel()
      const own = ++turn
      this.load(directory).catch(() => {
        if (own === turn) cancel = clock.after(AGAIN_MS, load)
      })
    }
    const unwatch = directory.watchRoom('', ({ type }) => {
      if (type === 'reset') load()
    })
    return () => {
      turn++
      cancel()
      unwatch()
    }
  }

  get some(): boolean {
    return this.#ids.size > 0
  }

  has = (id: string): boolean => this.#ids.has(id)

  /** Nothing is taken of them any more. */
  refuses(id: string): boolean {
    return this.#leaving.has(id) || this.#ids.has(id)
  }

  /** They are just being removed, until the returned function is called. */
  leave(ids: readonly string[]): () => void {
    for (const id of ids) this.#leaving.set(id, (this.#leaving.get(id) ?? 0) + 1)
    return () => {
      for (const id of ids) {
        const left = (this.#leaving.get(id) ?? 1) - 1
        if (left > 0) this.#leaving.set(id, left)
        else this.#leaving.delete(id)
      }
    }
  }

  add = (ids: readonly string[]): void => {
    for (const id of ids) this.#ids.add(id)
  }
}
