import type { Clock } from '../../../lib/clock.ts'
import type { Shelf } from '../../kept/shelf.ts'

/** Without locks a page waits so long to see whether another one was first, in ms. */
const SETTLE_MS = 60
/** Claims that are kept where there are no locks. */
const MOST = 50

/**
 * Of all tabs of one browser the first that claims a name has it, for so long; the others hear `false`. The browser's locks
 * decide it. Where there are none, as in pages that are not secure, it is written on a shelf that all tabs read.
 */
export async function claim(
  name: string,
  forMs: number,
  { clock, shelf }: { clock: Clock; shelf: Shelf },
): Promise<boolean> {
  const { locks } = navigator as { locks?: LockManager }
  if (locks)
    return new Promise(resolve => {
      const held = (lock: Lock | null) => {
        resolve(lock !== null)
        return lock === null ? undefined : new Promise<void>(end => clock.after(forMs, end))
      }
      locks.request(`chat-widget ${name}`, { ifAvailable: true }, held).catch(() => resolve(false))
    })
  const now = clock.now()
  const ends = (value: unknown) => (Array.isArray(value) ? Number(value[1]) : 0)
  const before = shelf.read()
  if (ends(before[name]) > now) return false
  const mine = `${Math.random()}`
  const open = Object.entries(before).filter(([, value]) => ends(value) > now)
  shelf.write({ ...Object.fromEntries(open.slice(-MOST)), [name]: [mine, now + forMs] })
  await new Promise<void>(end => clock.after(SETTLE_MS, end))
  const after = shelf.read()[name]
  return Array.isArray(after) && after[0] === mine
}
