import type { Directory } from '../ports/directory.ts'

const ROWS = 1_000

/** Who was removed, by all their ids: in memory, since everything that is read asks. */
export class RemovedPeople {
  readonly #ids = new Set<string>()

  /** Those of an earlier process. Rejects with LogUnavailable. */
  async load(directory: Pick<Directory, 'removedIds'>): Promise<void> {
    let after: string | undefined
    do {
      const ids = await directory.removedIds(after, ROWS)
      this.add(ids)
      after = ids.length < ROWS ? undefined : ids.at(-1)
    } while (after !== undefined)
  }

  get some(): boolean {
    return this.#ids.size > 0
  }

  has = (id: string): boolean => this.#ids.has(id)

  add(ids: readonly string[]): void {
    for (const id of ids) this.#ids.add(id)
  }
}
