import { describe, expect, test } from 'vitest'
import type { MemoryStoreLimits } from '../../../../server/adapters/memory/store.ts'
import { systemRandom } from '../../../../server/adapters/process/system-random.ts'
import type { RoomCacheLimits } from '../../../../server/log/room-cache.ts'
import { memoryLog } from '../../../../server/open-log.ts'
import { LogUnavailable } from '../../../../server/ports/room-log.ts'
import { type CertainLog, certain, draftOf, ofEvents } from '../../../support/server-kit/room-logs.ts'
import { SILENT } from '../../../support/silent-log.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

type Limits = Partial<MemoryStoreLimits & RoomCacheLimits>

const logWith = (limits: Limits, onFault = (_: unknown) => {}) =>
  certain(memoryLog({ clock: new VirtualClock(), random: systemRandom, log: SILENT, onFault, limits }, limits))

async function fill(log: CertainLog, room: string, count: number, text = 'x'): Promise<void> {
  const { seq } = await log.head(room)
  for (let i = seq + 1; i <= seq + count; i++) await log.append(draftOf(room, `c${i}`, 'u', text))
}

async function held(log: CertainLog, room: string): Promise<number[]> {
  const { messages } = await log.page(room, { limit: 100_000, maxBytes: 1e9 })
  return messages.map(({ seq }) => seq)
}

describe('the bounds of the log in memory', () => {
  test('[MS14] a room keeps its newest events; seqs go on, and what is gone is not resumed', async () => {
    const log = logWith({ eventsPerRoom: 10 })
    await fill(log, 'r', 25)
    expect(await held(log, 'r')).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25])
    const { epoch, seq } = await log.head('r')
    expect(seq).toBe(25)
    expect((await log.resume('r', { epoch, seq: 15 }, 100)).events).toHaveLength(10)
    expect((await log.resume('r', { epoch, seq: 14 }, 100)).events).toBe(undefined)
    expect((await log.page('r', { before: 18, limit: 9, maxBytes: 1e9 })).more).toBe(false)
  })

  test('[ST163] events of a room before its first message take no place of messages', async () => {
    const log = logWith({ eventsPerRoom: 10 })
    const place = (n: number) =>
      log.append({
        room: 'r',
        user: { id: 'a:host', name: 'Host' },
        cid: `p${n}`,
        content: { kind: 'member_changed', member: { id: `a:${n}`, name: 'x' }, role: 'member' },
      })
    for (let n = 1; n <= 4; n++) await place(n)
    await fill(log, 'r', 20)
    expect(await held(log, 'r')).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23, 24])
    const { epoch } = await log.head('r')
    expect((await log.resume('r', { epoch, seq: 14 }, 100)).events).toHaveLength(10)
    expect((await log.resume('r', { epoch, seq: 13 }, 100)).events).toBe(undefined)
    // and a room of its own events alone keeps the newest
    for (let n = 1; n <= 400; n++)
      await log.append({
        room: 's',
        user: { id: 'a:host', name: 'Host' },
        cid: `s${n}`,
        content: { kind: 'member_changed', member: { id: `a:${n}`, name: 'x' }, role: 'member' },
      })
    const { epoch: other, seq } = await log.head('s')
    expect(seq).toBe(400)
    expect((await log.resume('s', { epoch: other, seq: 390 }, 100)).events).toHaveLength(10)
    expect((await log.resume('s', { epoch: other, seq: 389 }, 100)).events).toBe(undefined)
  })

  test('[MS15] memory is bounded over all rooms: the oldest events of the room that was longest silent go', async () => {
    const log = logWith({ bytes: 120_000 })
    await fill(log, 'silent', 20, 'x'.repeat(1_000))
    await fill(log, 'busy', 30, 'x'.repeat(1_000))
    const silent = await held(log, 'silent')
    expect(silent.at(-1)).toBe(20)
    expect(silent.length).toBeLessThan(20)
    expect(await held(log, 'busy')).toHaveLength(30)
    await fill(log, 'busy', 500, 'x'.repeat(1_000))
    expect(await held(log, 'silent')).toEqual([])
    const busy = await held(log, 'busy')
    expect(busy.length).toBeGreaterThan(20)
    expect(busy.length * 2_000).toBeLessThan(120_000)
    const { epoch, seq } = await log.head('silent')
    expect(seq).toBe(20)
    expect((await log.resume('silent', { epoch, seq: 20 }, 10)).events).toEqual([])
    expect((await log.resume('silent', { epoch, seq: 19 }, 10)).events).toBe(undefined)
  })

  test('[MS15] one event over the bound is delivered, not kept', async () => {
    const log = logWith({ bytes: 1_000 })
    const got: number[] = []
    log.subscribe(
      'r',
      ofEvents(({ seq }) => got.push(seq)),
    )
    await fill(log, 'r', 2, 'x'.repeat(1_000))
    expect(got).toEqual([1, 2])
    expect(await held(log, 'r')).toEqual([])
  })

  test('[MS16] beyond the bound of rooms, empty ones are forgotten first, then the longest unused', async () => {
    const log = logWith({ rooms: 3 })
    await fill(log, 'old', 1)
    await fill(log, 'new', 1)
    const old = await log.head('old')
    const fresh = await log.head('new')
    await log.head('empty')
    await log.head('fourth')
    expect(await log.head('old')).toEqual(old)
    expect(await log.head('new')).toEqual(fresh)
    await fill(log, 'fourth', 1)
    await log.head('fifth')
    expect(await log.head('new')).toEqual(fresh)
    expect(await log.head('old')).toEqual({ epoch: expect.not.stringMatching(old.epoch), seq: 0 })
  })

  test('[MS17] a room with subscribers is never forgotten; when every place is taken, the log is unavailable', async () => {
    const log = logWith({ rooms: 2 })
    const got: number[] = []
    const stop = log.subscribe(
      'a',
      ofEvents(({ seq }) => got.push(seq)),
    )
    log.subscribe('b', () => {})
    await expect(log.head('c')).rejects.toThrow(LogUnavailable)
    await expect(log.append(draftOf('c', 'c'))).rejects.toThrow(LogUnavailable)
    expect(() => log.subscribe('c', () => {})).toThrow(LogUnavailable)
    await fill(log, 'a', 1)
    expect(got).toEqual([1])
    expect(log.ready()).toBe(true)
    stop()
    expect(await log.head('c')).toMatchObject({ seq: 0 })
    await expect(log.head('d')).resolves.toMatchObject({ seq: 0 })
    stop()
    await expect(log.head('e')).resolves.toMatchObject({ seq: 0 })
  })

  test('[MS18] a forgotten room begins a new epoch, in which its old cids are new', async () => {
    const log = logWith({ rooms: 1 })
    const first = await log.append(draftOf('r', 'c'))
    const { epoch } = await log.head('r')
    await log.head('another')
    const again = await log.append(draftOf('r', 'c'))
    expect(again).toMatchObject({ seq: 1, duplicate: false })
    expect(again.id).not.toBe(first.id)
    expect((await log.head('r')).epoch).not.toBe(epoch)
  })

  test('[MS19] sent drafts are known by their cid up to a bound, at least the newest half of it', async () => {
    const log = logWith({ cids: 10 })
    await fill(log, 'r', 100)
    for (const i of [100, 99, 98, 97, 96]) {
      expect(await log.append(draftOf('r', `c${i}`, 'u'))).toMatchObject({ seq: i, duplicate: true })
    }
    expect(await log.append(draftOf('r', 'c90', 'u'))).toMatchObject({ seq: 101, duplicate: false })
  })

  test('[MS20] what one message costs does not grow with what is kept', async () => {
    const time = async (limits: Limits) => {
      const log = logWith(limits)
      for (let i = 0; i < 3_000; i++) await log.append(draftOf(`r${i % 500}`, `w${i}`))
      const start = performance.now()
      for (let i = 0; i < 20_000; i++) await log.append(draftOf(`r${i % 500}`, `c${i}`))
      return performance.now() - start
    }
    await time({})
    const small = await time({ eventsPerRoom: 10, bytes: 100_000, cids: 100 })
    const large = await time({ eventsPerRoom: 100_000, bytes: 10_000_000, cids: 100_000 })
    expect(large).toBeLessThan(Math.max(small, 20) * 10)
  })
})
