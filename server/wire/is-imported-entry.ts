import type { ImportedEntry } from './import-entry.ts'

// Apart from what checks them, so that a store's thread does not load that

/** Of rooms and people; what is of another type is an event. */
const TYPES: readonly unknown[] = [
  'room',
  'membership',
  'invitation',
  'block',
  'position',
] satisfies ImportedEntry['type'][]

/** Whether it is one of these, and no event. */
export function isImportedEntry(line: object): line is ImportedEntry {
  return 'type' in line && TYPES.includes(line.type)
}
