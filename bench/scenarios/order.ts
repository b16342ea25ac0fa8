import { costOfWriting } from '../raw/cost-of-writing.ts'
import { cpuOf } from '../raw/cpu-of.ts'
import { enterAs, type RawMember } from '../raw/raw-members.ts'
import type { Scenario } from '../scenario.ts'
import { fillFolder } from '../seed/fill-folder.ts'
import { orderedRoom, ROOM } from '../seed/ordered-room.ts'
import { tokenOf } from '../seed/people.ts'

const WRITERS = 5

/** What keeps order must cost those who do nothing against it next to nothing. */
const CASES = [
  { name: 'nothing', words: 0, sanctions: 0 },
  { name: '1,000 words', words: 1_000, sanctions: 0 },
  { name: '10,000 sanctions', words: 0, sanctions: 10_000 },
  { name: 'both', words: 1_000, sanctions: 10_000 },
] as const

export const order: Scenario = {
  name: 'order',
  title: 'A room with filters and sanctions',
  about: `${WRITERS} people write sentences of eight words, as fast as they are answered, in a room whose filters know so many words, while so many sanctions last there, of accounts and of guests. Both together must cost a message at most a fifth.`,
  columns: [
    { figure: 'cpuUs', heading: 'CPU a message, µs', digits: 1 },
    { figure: 'perSecond', heading: 'messages/s', digits: 0 },
  ],
  cases: ({ quick }) =>
    (quick ? CASES.slice(3) : CASES).map(({ name, words, sanctions }) => ({
      name,
      servers: ['chat-passwords'],
      run: ({ arena, scale }, server) =>
        arena(server, [], async ({ server: running, restart }) => {
          await running.kill()
          await fillFolder(running.data, orderedRoom({ writers: WRITERS, words, sanctions }, Date.now()))
          await restart()
          return measure(running.port, () => cpuOf(running.pids()), scale.quick ? 200 : 20_000)
        }),
    })),
}

async function measure(port: number, cpu: () => number, messages: number) {
  const writers: RawMember[] = []
  try {
    for (let n = 0; n < WRITERS; n++) writers.push(await enterAs(port, tokenOf(n), [ROOM]))
    return await costOfWriting({ writers, room: ROOM, messages, text: sentence, cpu })
  } finally {
    for (const each of writers) each.end()
  }
}

const SAID = 'Shall we meet for lunch in the park'.split(' ')

/** No two are alike. */
function sentence(n: number): string {
  return `${SAID.slice(n % 8).join(' ')} ${SAID.slice(0, n % 8).join(' ')} ${n}`
}
