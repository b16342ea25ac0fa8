import { loadLate } from '../client/load-late.ts'

export type Pager = typeof import('./room-pager.ts')

let part: Pager | undefined

/** What only those need who read on, back, or again; at once when it has been loaded. Rejects with ChatError `network`. */
export function latePager(): Pager | Promise<Pager> {
  return part ?? loadLate(async () => (part = await import('./room-pager.ts')))
}

/** Runs it with the pager, in this turn if that is there. */
export function withPager(run: (pager: Pager) => unknown, failed: () => void): void {
  const pager = latePager()
  if (pager instanceof Promise) pager.then(run, failed)
  else run(pager)
}
