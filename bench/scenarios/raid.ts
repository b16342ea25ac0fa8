import { VoidRun } from '../figures.ts'
import { enterAs, logIn, type RawMember } from '../raw/raw-members.ts'
import type { Scenario } from '../scenario.ts'
import { fillFolder } from '../seed/fill-folder.ts'
import { orderedRoom, ROOM } from '../seed/ordered-room.ts'
import { tokenOf } from '../seed/people.ts'

const RAIDERS = 200
/** They come within a minute; here within these ms, which is worse. */
const COME_MS = 20_000
/** Each writes as fast as they may. */
const EVERY_MS = 100
/** Somebody else writes so often, and waits for it to come. */
const PROBE_MS = 100

/** Is a raid quiet after one press, and do the others feel it? */
export const raid: Scenario = {
  name: 'raid',
  title: 'A raid',
  about: `${RAIDERS} guests come within ${COME_MS / 1_000} s, and each writes ten messages a second. Others in another room of the same server write and wait for it: their latency must stay within three times. Then a moderator locks the room, once.`,
  columns: [
    { figure: 'beforeMs', heading: 'others before, ms (median)', digits: 2 },
    { figure: 'duringMs', heading: 'during, ms', digits: 2 },
    { figure: 'ratio', heading: 'during / before', digits: 2 },
    { figure: 'perSecond', heading: 'messages/s of the raid', digits: 0 },
    { figure: 'quietMs', heading: 'last one behind the ok of the lock, ms', digits: 0 },
  ],
  cases: ({ quick }) => [
    {
      name: `${quick ? 20 : RAIDERS} guests`,
      servers: ['chat-passwords'],
      run: ({ arena, scale }, server) =>
        arena(server, [], async ({ server: running, restart }) => {
          await running.kill()
          await fillFolder(running.data, orderedRoom({ writers: 2, words: 0, sanctions: 0 }, Date.now()))
          await restart()
          return measure(running.port, scale.quick ? 20 : RAIDERS, scale.quick ? 2_000 : COME_MS)
        }),
    },
  ],
}

async function measure(port: number, count: number, withinMs: number) {
  const moderator = await enterAs(port, tokenOf(0), [ROOM])
  const other = await enterAs(port, tokenOf(1), ['elsewhere'])
  const raiders: RawMember[] = []
  const timers: NodeJS.Timeout[] = []
  let written = 0
  let lastAt = 0
  moderator.heard = () => {
    written++
    lastAt = performance.now()
  }
  try {
    const before = await probe(other, 'before', 3_000)
    let cid = 0
    const began = performance.now()
    const during = probe(other, 'during', withinMs)
    for (let n = 0; n < count; n++) {
      const raider = await enterAs(port, await logIn(port, `Raider ${n}`), [ROOM])
      raiders.push(raider)
      timers.push(
        setInterval(() => {
          const text = `${'spam '.repeat(20)}${++cid}`
          raider.say({ type: 'send_message', room: ROOM, cid: `r${cid}`, text })
        }, EVERY_MS),
      )
      const due = began + ((n + 1) * withinMs) / count
      await new Promise(end => setTimeout(end, Math.max(0, due - performance.now())))
    }
    const after = await during
    const perSecond = written / ((performance.now() - began) / 1_000)
    const locked = await moderator.ask({ type: 'change_room', room: ROOM, cid: 'lock', locked: true })
    if (locked.type !== 'ok') throw new VoidRun(`the lock is answered with ${locked.code}`)
    const at = performance.now()
    await new Promise(end => setTimeout(end, 2_000))
    return {
      beforeMs: before,
      duringMs: after,
      ratio: after / before,
      perSecond,
      quietMs: Math.max(0, lastAt - at),
    }
  } finally {
    for (const timer of timers) clearInterval(timer)
    for (const each of [moderator, other, ...raiders]) each.end()
  }
}

/** Median of the ms from saying something until it comes. */
async function probe(member: RawMember, what: string, forMs: number): Promise<number> {
  const times: number[] = []
  const end = performance.now() + forMs
  for (let at = 0; performance.now() < end; at++) {
    const cid = `${what}-${at}`
    const began = performance.now()
    await new Promise<void>(resolve => {
      member.heard = message => message.cid === cid && resolve()
      member.say({ type: 'send_message', room: 'elsewhere', cid, text: 'hello' })
    })
    times.push(performance.now() - began)
    await new Promise(next => setTimeout(next, PROBE_MS))
  }
  times.sort((a, b) => a - b)
  return times[Math.floor(times.length / 2)] ?? 0
}
