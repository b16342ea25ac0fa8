import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import { refusal } from '../../core/refusal.ts'

/** What was ended, though a crash could bring it back before the store works again. */
export function notKept(what: string): Refusal {
  const but = 'but the store does not answer: a restart of the server within the next moments could forget it.'
  return refusal('unavailable', `${what}, ${but}`)
}
