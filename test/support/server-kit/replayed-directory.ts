import { createHash } from 'node:crypto'
import { MemoryDirectory } from '../../../server/adapters/memory/directory.ts'
import { systemRandom } from '../../../server/adapters/process/system-random.ts'
import type { DirectoryRows } from '../../../server/directory/directory-rows.ts'

const WRITES = /^(?:add|close|delete|drop|end|erase|forget|note|put|reject)/

interface Call {
  name: string
  about: readonly unknown[]
}

/**
 * A directory in memory for runs that may begin again: what a run did that was not kept is as if it never was. Another one is
 * made then, of all that was kept.
 */
export class ReplayedDirectory {
  readonly #addressKey = createHash('md5').update(systemRandom.token()).digest('hex')
  #rows = new MemoryDirectory({}, this.#addressKey)
  readonly #kept: Call[] = []
  #run: Call[] = []

  /** To ask of. */
  get rows(): DirectoryRows {
    return this.#rows
  }

  /** For a run; the one before was not kept. */
  again(): DirectoryRows {
    if (this.#run.length > 0) {
      this.#run = []
      this.#rows = new MemoryDirectory({}, this.#addressKey)
      for (const { name, about } of this.#kept) call(this.#rows, name, about)
    }
    return new Proxy(this.#rows, {
      get: (rows, name: string) => {
        const value = Reflect.get(rows, name, rows)
        if (typeof value !== 'function') return value
        return (...about: unknown[]) => {
          if (WRITES.test(name)) this.#run.push({ name, about })
          return value.apply(rows, about)
        }
      },
    }) as DirectoryRows
  }

  /** What the last run did stays. */
  keep(): void {
    this.#kept.push(...this.#run)
    this.#run = []
  }
}

function call(rows: MemoryDirectory, name: string, about: readonly unknown[]): void {
  const method = rows[name as keyof MemoryDirectory] as (...about: unknown[]) => unknown
  method.apply(rows, [...about])
}
