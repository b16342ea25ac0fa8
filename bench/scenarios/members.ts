import { VoidRun } from '../figures.ts'
import { cpuOf } from '../raw/cpu-of.ts'
import { enterAs, type RawMember } from '../raw/raw-members.ts'
import type { Scenario } from '../scenario.ts'
import { fillFolder } from '../seed/fill-folder.ts'
import { membersRoom, ROOM } from '../seed/members-room.ts'
import { tokenOf } from '../seed/people.ts'

/** Of those who have a place: so many read and write, and so many more are on the server and elsewhere. */
const READERS = 5
const AWAY = 80
/** What was answered reaches every reader in so many ms. */
const MOST_MS = 5_000
/** On their way at once, of each writer. */
const AT_ONCE = 20

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
  for (let n = 0; n < READERS; n++) await enter(n, [ROOM])
  for (let n = READERS; n < READERS + AWAY; n++) await enter(n, [])
  const writers = people.slice(0, READERS)
  try {
    await say(writers, messages / 10, 'warm')
    const [began, before] = [performance.now(), cpu()]
    await say(writers, messages, 'said')
    const seconds = (performance.now() - began) / 1_000
    const used = cpu() - before
    const all = messages + messages / 10
    const seen = () => Math.min(...writers.map(({ seqs }) => seqs.size))
    for (let waited = 0; seen() < all && waited < MOST_MS; waited += 50) await new Promise(end => setTimeout(end, 50))
    if (seen() < all) throw new VoidRun(`a reader has seen ${seen()} of ${all} messages`)
    return { cpuUs: (used * 1e6) / messages, perSecond: messages / seconds }
  } finally {
    for (const each of people) each.end()
  }
}

/** All of them write, as fast as they are answered. */
async function say(writers: readonly RawMember[], messages: number, what: string): Promise<void> {
  let next = 0
  const one = async (writer: RawMember) => {
    while (next < messages) {
      const cid = `${what}-${next++}`
      const { type } = await writer.ask({ type: 'send_message', room: ROOM, cid, text: 'x'.repeat(64) })
      if (type !== 'ok') throw new VoidRun(`a message is answered with ${type}`)
    }
  }
  await Promise.all(writers.flatMap(writer => Array.from({ length: AT_ONCE }, () => one(writer))))
}
