import { VoidRun } from '../figures.ts'
import { cpuOf } from '../raw/cpu-of.ts'
import { enterAs, type RawMember } from '../raw/raw-members.ts'
import type { Scenario } from '../scenario.ts'
import { fillFolder } from '../seed/fill-folder.ts'
import { orderedRoom, ROOM } from '../seed/ordered-room.ts'
import { tokenOf } from '../seed/people.ts'

const WRITERS = 5
const AT_ONCE = 20
const MOST_MS = 5_000

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
  for (let n = 0; n < WRITERS; n++) writers.push(await enterAs(port, tokenOf(n), [ROOM]))
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
    for (const each of writers) each.end()
  }
}

const SAID = 'Shall we meet for lunch in the park'.split(' ')

/** All of them write, as fast as they are answered; no two texts are alike. */
async function say(writers: readonly RawMember[], messages: number, what: string): Promise<void> {
  let next = 0
  const one = async (writer: RawMember) => {
    while (next < messages) {
      const at = next++
      const text = `${SAID.slice(at % 8).join(' ')} ${SAID.slice(0, at % 8).join(' ')} ${at}`
      const { type, code } = await writer.ask({ type: 'send_message', room: ROOM, cid: `${what}-${at}`, text })
      if (type !== 'ok') throw new VoidRun(`a message is answered with ${type} ${code}`)
    }
  }
  await Promise.all(writers.flatMap(writer => Array.from({ length: AT_ONCE }, () => one(writer))))
}
