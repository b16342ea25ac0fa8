import { isEntryType } from './entry-types.ts'
import type { ImportedEntry } from './import-entry.ts'

// Apart from what checks them, so that a store's thread does not load that

/** Whether it is a line of rooms and people, and no event. */
export function isImportedEntry(line: object): line is ImportedEntry {
  return 'type' in line && isEntryType(line.type)
}
