import type { Random } from '../ports/random.ts'

const TIME_LENGTH = 9

/**
 * An id that nothing else has. Those of one time come beside each other in an index, so that a commit writes few pages of
 * it.
 */
export function eventId(now: number, random: Random): string {
  const time = Math.max(0, Math.floor(now)).toString(36).padStart(TIME_LENGTH, '0')
  return `${time}${random.id().slice(0, 12)}`
}
