import type { LoginMethods } from '../../server/app/identity/login-methods.ts'
import type { Logins } from '../../server/app/identity/logins.ts'
import type { Sessions } from '../../server/app/identity/sessions.ts'
import { assemblePeople } from '../../server/assemble-people.ts'
import type { DurableLog } from '../../server/log/durable-log.ts'
import { LogWithoutNames } from '../../server/log/log-without-names.ts'
import { RemovedPeople } from '../../server/log/removed-people.ts'
import type { Clock } from '../../server/ports/clock.ts'
import type { Random } from '../../server/ports/random.ts'
import { SILENT } from '../support/silent-log.ts'

interface PeopleSetup {
  log: DurableLog
  sessions: Logins & Partial<Pick<Sessions, 'endAll'>>
  logins: LoginMethods
  hide: (ids: readonly string[]) => void
  clock: Clock
  random: Random
}

/** What people may do with what is theirs, put together and started as the server does it. */
export function simulatedPeople({ log, ...parts }: PeopleSetup) {
  const removed = new RemovedPeople()
  const roomLog = new LogWithoutNames(log, removed)
  const { directory, personal } = log
  const http = assemblePeople({ ...parts, store: { roomLog: log, directory, personal }, removed, logger: SILENT })
  return {
    roomLog,
    http,
    removed,
    load: () => removed.load(directory),
    begin() {
      if (removed.some) void parts.sessions.endAll?.(removed.has)
      http.eraser?.begin()
    },
    stop: () => http.eraser?.stop(),
  }
}
