import type { DirectoryRows } from '../../directory/directory-rows.ts'
import type { DirectoryNews } from '../../ports/directory.ts'
import type { Random } from '../../ports/random.ts'
import type { Cells } from './cells.ts'
import type { DirectoryCache } from './directory-cache.ts'
import { directoryLog } from './directory-commit.ts'
import { RedisDirectoryRows } from './directory-rows.ts'
import type { LogWrite } from './engine.ts'
import { DIRECTORY_TAG } from './partitions.ts'
import type { Side } from './transact-both.ts'

/** The directory, as those see it who write to a room. */
export class DirectorySide implements Side {
  readonly tag = DIRECTORY_TAG
  readonly cache: DirectoryCache
  readonly #prefix: string
  readonly #random: Random
  /** Resolves when a change with this seq was heard here. */
  readonly heard: (seq: number) => Promise<void>

  constructor(prefix: string, random: Random, cache: DirectoryCache, heard: (seq: number) => Promise<void>) {
    this.#prefix = prefix
    this.#random = random
    this.cache = cache
    this.heard = heard
  }

  rows(cells: Cells): DirectoryRows {
    return new RedisDirectoryRows(cells, this.#prefix)
  }

  log(cells: Cells, news: readonly DirectoryNews[]): LogWrite | undefined {
    return directoryLog(cells, this.#prefix, news, this.#random)
  }
}
