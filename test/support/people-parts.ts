import { guestsOnly } from '../../server/app/identity/login-methods.ts'
import type { Sessions } from '../../server/app/identity/sessions.ts'
import { assemblePeople } from '../../server/assemble-people.ts'
import type { DurableLog } from '../../server/log/durable-log.ts'
import { RemovedPeople } from '../../server/log/removed-people.ts'
import type { Clock } from '../../server/ports/clock.ts'
import type { Random } from '../../server/ports/random.ts'
import { SILENT } from './silent-log.ts'

/** What a server with guests only has for what they ask of what is theirs. */
export function peopleParts(sessions: Sessions, log: DurableLog, clock: Clock, random: Random) {
  const { directory, personal } = log
  const store = { roomLog: log, directory, personal }
  const logins = guestsOnly(sessions)
  return assemblePeople({ store, sessions, logins, removed: new RemovedPeople(), clock, random, logger: SILENT })
}
