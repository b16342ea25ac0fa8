import { costOfWriting } from '../raw/cost-of-writing.ts'
import { cpuOf } from '../raw/cpu-of.ts'
import { enterAs, type RawMember } from '../raw/raw-members.ts'
import type { Scenario } from '../scenario.ts'
import { fillFolder } from '../seed/fill-folder.ts'
import { membersRoom, ROOM } from '../seed/members-room.ts'
import { tokenOf } from '../seed/people.ts'

/** Of those who have a place: so many read and write, and so many more are on the server and elsewhere. */
const READERS = 5
const AWAY = 80

/** Does a message cost more where more people have a place, though they are not there? */
export const members: Scenario = {
  name: 'members',
  title: 'A room with many members',
  about: `A members room in which so many accounts have a place; ${READERS} are in it, ${AWAY} are connected and elsewhere. A message must cost the same however many have a place: nothing is counted and nothing is written for who is not there.`,
  columns: [
    { figure: 'cpuUs', heading: 'CPU a message, µs', digits: 1 },
    { figure: 'perSecond', heading: 'messages/s', digits: 0 },
  ],
  cases: ({ quick }) =>
    (quick ? [100] : [100, 1_000, 10_000]).map(count => ({
      name: `${count.toLocaleString('en')} members`,
      servers: ['chat-passwords'],
      run: ({ arena, scale }, server) =>
        arena(server, [], async ({ server: running, restart }) => {
          await running.kill()
          await fillFolder(running.data, membersRoom(count, Date.now()))
          await restart()
          return measure(running.port, () => cpuOf(running.pids()), scale.quick ? 200 : 10_000)
        }),
    })),
}

async function measure(port: number, cpu: () => number, messages: number) {
  const people: RawMember[] = []
  const enter = async (n: number, rooms: string[]) => people.push(await enterAs(port, tokenOf(n), rooms))
  try {
    for (let n = 0; n < READERS; n++) await enter(n, [ROOM])
    for (let n = READERS; n < READERS + AWAY; n++) await enter(n, [])
    const text = 'x'.repeat(64)
    return await costOfWriting({ writers: people.slice(0, READERS), room: ROOM, messages, text: () => text, cpu })
  } finally {
    for (const each of people) each.end()
  }
}
