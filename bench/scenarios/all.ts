import type { Scenario } from '../scenario.ts'
import { connect } from './connect.ts'
import { deadRooms } from './dead-rooms.ts'
import { failedLogin } from './failed-login.ts'
import { fanOut } from './fan-out.ts'
import { highest } from './highest.ts'
import { history } from './history.ts'
import { kinds } from './kinds.ts'
import { lone } from './lone.ts'
import { members } from './members.ts'
import { memory } from './memory.ts'
import { order } from './order.ts'
import { raid } from './raid.ts'
import { resume } from './resume.ts'
import { rooms } from './rooms.ts'
import { slow } from './slow.ts'

/** In the order in which they run. */
export const SCENARIOS: readonly Scenario[] = [
  fanOut,
  lone,
  rooms,
  highest,
  connect,
  resume,
  memory,
  history,
  kinds,
  slow,
  failedLogin,
  members,
  deadRooms,
  order,
  raid,
]

/** What `--quick` runs; the search for the highest rate takes longer. */
export const QUICK: readonly Scenario[] = SCENARIOS.filter(scenario => scenario !== highest)

/** What two builds of our server are compared in, unless it is said otherwise: what a change of its code may move. */
export const AGAINST: readonly Scenario[] = [fanOut, lone, rooms, connect, memory]
