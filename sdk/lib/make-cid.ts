import { systemClock } from './clock.ts'

/**
 * The time in ms and some 50 random bits, in base 36: about 19 characters of `a-z0-9`. A store keeps what begins alike
 * together, so that many new ones cost it little.
 */
export function makeCid(): string {
  return systemClock.now().toString(36) + Math.random().toString(36).slice(2)
}
