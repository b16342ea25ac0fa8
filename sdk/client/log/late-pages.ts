import { loadLate } from '../load-late.ts'

type Part = typeof import('../pages-part.ts')

let part: Part | undefined

/** What only those need who read on; at once when it has been loaded. Rejects with ChatError `network`. */
export function latePages(): Part | Promise<Part> {
  return part ?? loadLate(async () => (part = await import('../pages-part.ts')))
}
