import { askTables } from '../../directory/ask-tables.ts'
import type { DirectoryTables } from '../../ports/directory.ts'
import { RedisDirectoryRows } from './directory-rows.ts'
import type { Engine } from './engine.ts'
import { DIRECTORY_TAG } from './partitions.ts'
import { ask } from './transact.ts'

/** Asks one question about people and rooms; the answer is as of one moment. */
export function askDirectory<What extends keyof DirectoryTables>(
  engine: Engine,
  prefix: string,
  what: What,
  about: Parameters<DirectoryTables[What]>,
): Promise<ReturnType<DirectoryTables[What]>> {
  return ask(engine, DIRECTORY_TAG, cells => askTables(new RedisDirectoryRows(cells, prefix), what, about))
}
