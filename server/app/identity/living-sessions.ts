import type { StoredSession } from '../../ports/session-store.ts'
import type { SessionOptions } from './session-options.ts'

export interface KeptSessions {
  /** The longest unused first. */
  living: readonly StoredSession[]
  /** Hashes of the tokens of those that are over. */
  dropped: readonly string[]
}

/** What counts of the sessions of an earlier process: beyond the cap the longest unused are over. `shift`: that of their times to `now`'s. */
export function livingSessions(
  sessions: readonly StoredSession[],
  { idleMs, absoluteMs, cap }: Pick<SessionOptions, 'idleMs' | 'absoluteMs' | 'cap'>,
  now: number,
  shift: number,
): KeptSessions {
  const dropped: string[] = []
  const living: StoredSession[] = []
  for (const session of sessions) {
    // one from the future was kept when the machine's clock went ahead
    const endsAt = Math.min(session.endsAt - shift, now + absoluteMs)
    const usedAt = Math.min(session.usedAt - shift, now)
    if (now < Math.min(endsAt, usedAt + idleMs)) living.push({ ...session, endsAt, usedAt })
    else dropped.push(session.tokenHash)
  }
  living.sort((a, b) => a.usedAt - b.usedAt)
  for (const { tokenHash } of living.splice(0, Math.max(0, living.length - cap))) dropped.push(tokenHash)
  return { living, dropped }
}
