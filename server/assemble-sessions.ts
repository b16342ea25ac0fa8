import type { Logins } from './app/identity/logins.ts'
import { Sessions } from './app/identity/sessions.ts'
import { SharedSessions } from './app/identity/shared-sessions.ts'
import type { Config } from './config/schema.ts'
import type { RemovedPeople } from './log/removed-people.ts'
import type { OpenLog } from './open-log.ts'
import type { Clock } from './ports/clock.ts'
import type { Random } from './ports/random.ts'

export interface SessionsSetup {
  store: Pick<OpenLog, 'sessionStore' | 'shared'>
  removed: RemovedPeople
  clock: Clock
  random: Random
  /** A login is over. `everywhere`: every node hears of it by itself. */
  onOver: (userId: string, everywhere: boolean) => void
}

export interface AssembledSessions {
  sessions: Logins & { readonly size: number; stop(): void | Promise<void> }
  /** Those of an earlier process go on. */
  begin(): Promise<void>
}

/** The logins of one process, which knows them all, or of many nodes, which ask for each. */
export function assembleSessions(
  { sessionIdleMs: idleMs, sessionMaxMs: absoluteMs, maxSessions: cap }: Config,
  { store: { sessionStore, shared }, removed, clock, random, onOver }: SessionsSetup,
): AssembledSessions {
  if (shared) {
    const sessions = new SharedSessions({
      clock,
      random,
      options: { idleMs, absoluteMs },
      store: shared.sessions,
      onEnded: userId => onOver(userId, true),
      isRemoved: removed.has,
    })
    return { sessions, begin: async () => {} }
  }
  const options = { idleMs, absoluteMs, cap }
  const sessions = new Sessions(clock, random, options, ({ user }) => onOver(user.id, false), sessionStore)
  return {
    sessions,
    async begin() {
      if (sessionStore) sessions.restore(await sessionStore.sessions())
      // a crash may have come between a removal and the end of its logins
      if (removed.some) void sessions.endAll(removed.has)
    },
  }
}
