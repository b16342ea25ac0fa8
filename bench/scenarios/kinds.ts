import { performance } from 'node:perf_hooks'
import { VoidRun } from '../figures.ts'
import { cpuOf } from '../raw/cpu-of.ts'
import { type RawMember, rawMembers } from '../raw/raw-members.ts'
import type { Case, Scenario } from '../scenario.ts'

const MEMBERS = 100
const RATE = 200
/** Messages that are there before. */
const BEFORE = 50
const TEXT = 'x'.repeat(64)
const EMOJI = ['👍', '🎉', '❤️', '😀', '🚀']
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** What reactions and edits among the messages of a room cost. */
export const kinds: Scenario = {
  name: 'kinds',
  title: 'Reactions and edits among messages',
  about: `${MEMBERS} members of a room, ${RATE} events a second. Once they are all messages; once 30 % are reactions and 5 % edits.`,
  columns: [
    { figure: 'cpuUs', heading: 'CPU an event, µs', digits: 0 },
    { figure: 'perSecond', heading: 'events/s', digits: 0 },
  ],
  cases: ({ quick }) => (quick ? [load('mixed', 0.3, 0.05)] : [load('messages alone', 0, 0), load('mixed', 0.3, 0.05)]),
}

function load(name: string, reactions: number, edits: number): Case {
  return {
    name,
    servers: ['chat'],
    run: ({ arena, scale }, server) =>
      arena(server, [], async ({ server: process }) => {
        const members = await rawMembers(process.port, scale.quick ? 10 : MEMBERS)
        const write = writer(members, reactions, edits)
        for (let n = 0; n < BEFORE; n++) await write('message')
        const pids = process.pids()
        const [cpu, began] = [cpuOf(pids), performance.now()]
        const count = Math.round(RATE * scale.seconds)
        const written: Promise<boolean>[] = []
        for (let n = 0; n < count; n++) {
          const wait = began + (n / RATE) * 1_000 - performance.now()
          if (wait > 1) await pause(wait)
          written.push(write())
        }
        const events = (await Promise.all(written)).filter(Boolean).length
        const seconds = (performance.now() - began) / 1_000
        await pause(500)
        const figures = { cpuUs: ((cpuOf(pids) - cpu) * 1e6) / events, perSecond: events / seconds }
        const missing = members.filter(({ seqs }) => seqs.size < BEFORE + events).length
        for (const member of members) member.end()
        if (missing > 0) throw new VoidRun(`${missing} members did not hear everything`)
        return figures
      }),
  }
}

/** Writes an event of some member; resolves with whether it changed anything. */
function writer(members: readonly RawMember[], reactions: number, edits: number) {
  const ids: { id: string; by: number }[] = []
  let count = 0
  return async (kind?: 'message') => {
    const n = ++count
    const by = n % members.length
    const member = members[by] as RawMember
    const share = (n * 0.618_034) % 1
    const cid = `b${n}`
    const old = ids[ids.length - 1 - (n % 40)]
    if (kind === undefined && old && share < reactions) {
      // with so many members nobody takes the same twice before long
      const emoji = EMOJI[n % EMOJI.length]
      const { seq } = await member.ask({ type: 'react', cid, messageId: old.id, emoji, on: n % 7 > 0 })
      return seq !== undefined
    }
    if (kind === undefined && old && share < reactions + edits) {
      const author = members[old.by] as RawMember
      const { type } = await author.ask({ type: 'edit_message', cid, messageId: old.id, text: `${TEXT}${n}` })
      return type === 'ok'
    }
    const { id } = await member.ask({ type: 'send_message', cid, text: TEXT })
    if (typeof id === 'string') ids.push({ id, by })
    return typeof id === 'string'
  }
}
