import type { PeopleParts } from './app/http/http-deps.ts'
import type { LoginMethods } from './app/identity/login-methods.ts'
import type { Logins } from './app/identity/logins.ts'
import { People } from './app/identity/person.ts'
import { Downloads } from './app/people/downloads.ts'
import { Eraser } from './app/people/eraser.ts'
import { Removal } from './app/people/removal.ts'
import { UnhurriedReads } from './app/people/unhurried-reads.ts'
import type { RemovedPeople } from './log/removed-people.ts'
import type { OpenLog } from './open-log.ts'
import type { Clock } from './ports/clock.ts'
import type { Log } from './ports/log.ts'
import type { Random } from './ports/random.ts'

export interface PeopleSetup {
  store: Pick<OpenLog, 'directory' | 'personal' | 'roomLog' | 'shared'>
  sessions: Logins
  logins: LoginMethods
  removed: RemovedPeople
  /** They have no name any more in the rooms that are alive. */
  hide?: (ids: readonly string[]) => void
  clock: Clock
  random: Random
  logger: Log
}

/** What people may do with all that is kept of them, and what becomes of those who were removed. */
export function assemblePeople(setup: PeopleSetup): PeopleParts & { eraser: Eraser | undefined } {
  const { store, sessions, logins, removed, clock, random, logger } = setup
  const { directory, personal, roomLog: log, shared } = store
  const turn = shared && ((id: string) => shared.turn(`erase ${id}`))
  const { site, accounts } = logins
  const eraser = personal && new Eraser({ directory, personal, log, clock, random, logger, turn })
  const removal = new Removal({
    directory,
    personal,
    sessions,
    site,
    refuse: ids => removed.leave(ids),
    hide: ids => {
      removed.add(ids)
      setup.hide?.(ids)
    },
    erase: () => eraser?.begin(),
  })
  return {
    who: new People(sessions, directory, site, accounts !== undefined),
    data: { directory, personal, sessions, reads: new UnhurriedReads(clock) },
    downloads: new Downloads(),
    removal,
    eraser,
  }
}
