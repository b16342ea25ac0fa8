import { VoidRun } from '../figures.ts'
import { enterAs, type RawMember } from '../raw/raw-members.ts'
import { rssOf } from '../raw/rss-of.ts'
import type { Scenario } from '../scenario.ts'
import { nameOf, roomsOfBefore } from '../seed/dead-rooms.ts'
import { fillFolder } from '../seed/fill-folder.ts'
import { tokenOf } from '../seed/people.ts'

/** Of all rooms, those that somebody comes to. */
const ALIVE = 100
/** Rooms that one connection may be in. */
const OF_ONE = 50
/** Until a server that has started is at rest. */
const REST_MS = 3_000

/** What do rooms cost in which nobody is? */
export const deadRooms: Scenario = {
  name: 'dead-rooms',
  title: 'Rooms in which nobody is',
  about: `A data folder with so many members rooms, each with two who have a place, three messages and how far both have read. The server starts on it; then somebody comes to ${ALIVE} of them. Start and memory must not grow with the rooms in which nobody is.`,
  columns: [
    { figure: 'startMs', heading: 'start, ms', digits: 0 },
    { figure: 'rssMb', heading: 'RSS after it, MB', digits: 1 },
    { figure: 'aliveMb', heading: `RSS with ${ALIVE} alive, MB`, digits: 1 },
    { figure: 'joinMs', heading: 'join of one, ms', digits: 2 },
    { figure: 'folderMb', heading: 'folder, MB', digits: 0 },
  ],
  cases: ({ quick }) =>
    (quick ? [ALIVE] : [ALIVE, 1_000, 10_000, 100_000]).map(count => ({
      name: `${count.toLocaleString('en')} rooms`,
      servers: ['chat-passwords'],
      run: ({ arena }, server) =>
        arena(server, [], async ({ server: running, restart }) => {
          await running.kill()
          const bytes = await fillFolder(running.data, roomsOfBefore(count, ALIVE, Date.now()))
          const began = performance.now()
          await restart()
          const startMs = performance.now() - began
          await new Promise(resolve => setTimeout(resolve, quick ? 100 : REST_MS))
          const rss = rssOf(running.pids())
          const joined = await enliven(running.port, () => rssOf(running.pids()))
          const mb = 1_024 * 1_024
          return { startMs, rssMb: rss / mb, aliveMb: joined.rss / mb, joinMs: joined.ms, folderMb: bytes / mb }
        }),
    })),
}

/** Somebody comes to those rooms, one after the other: the median of how long that takes, in ms, and the memory then. */
async function enliven(port: number, memory: () => number): Promise<{ ms: number; rss: number }> {
  const devices: RawMember[] = []
  for (let n = 0; n < ALIVE / OF_ONE; n++) devices.push(await enterAs(port, tokenOf(0), []))
  try {
    const times: number[] = []
    for (let n = 0; n < ALIVE; n++) {
      const person = devices[n % devices.length] as RawMember
      const began = performance.now()
      const { type, code } = await person.ask({ type: 'join', room: nameOf(n) })
      if (type !== 'ok') throw new VoidRun(`join ${n + 1} is answered with ${code}`)
      times.push(performance.now() - began)
    }
    return { ms: times.sort((a, b) => a - b)[ALIVE / 2] ?? 0, rss: memory() }
  } finally {
    for (const each of devices) each.end()
  }
}
