import type { DirectoryTables } from '../ports/directory.ts'

/** Asks tables a question by its name, as a store passes it on. */
export function askTables<What extends keyof DirectoryTables>(
  tables: DirectoryTables,
  what: What,
  about: Parameters<DirectoryTables[What]>,
): ReturnType<DirectoryTables[What]> {
  const ask = tables[what] as (...about: readonly unknown[]) => unknown
  return ask.apply(tables, about) as ReturnType<DirectoryTables[What]>
}
