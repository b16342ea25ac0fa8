import { describe, expect, onTestFinished, test } from 'vitest'
import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { Message } from '../../sdk/protocol/records.ts'
import { LogUnavailable } from '../../server/ports/room-log.ts'
import { type CertainLog, certain, draftOf, ofEvents, ROOM_LOGS } from '../support/server-kit/room-logs.ts'
import { until } from '../support/server-kit/until.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

/** A comma each. */
const onWire = (messages: readonly Message[]) =>
  messages.reduce((sum, message) => sum + Buffer.byteLength(JSON.stringify(message)) + 1, 0)
const ALL = { limit: 1_000, maxBytes: 1_000_000 }

describe.for(ROOM_LOGS)('the room log in $name', ({ open }) => {
  const faults: unknown[] = []
  const clock = new VirtualClock()

  async function fresh(): Promise<CertainLog> {
    faults.length = 0
    const log = certain(await open({ clock, onFault: error => faults.push(error) }))
    onTestFinished(() => log.close())
    return log
  }

  async function filled(count: number): Promise<CertainLog> {
    const log = await fresh()
    for (let i = 1; i <= count; i++) await log.append(draftOf('r', `c${i}`))
    return log
  }

  function collect(log: CertainLog, room: string): { events: DurableEvent[]; stop: () => void } {
    const events: DurableEvent[] = []
    return {
      events,
      stop: log.subscribe(
        room,
        ofEvents(event => events.push(event)),
      ),
    }
  }

  test('[MS1] seqs of a room begin at 1 and have no holes, whoever sends and however many at once', async () => {
    const log = await fresh()
    const sent = await Promise.all(
      Array.from({ length: 50 }, (_, i) => log.append(draftOf(i % 2 ? 'a' : 'b', `c${i}`, `u${i % 3}`))),
    )
    const seqs = (odd: number) => sent.filter((_, i) => i % 2 === odd).map(({ seq }) => seq)
    expect(seqs(0).sort((x, y) => x - y)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1))
    expect(seqs(1).sort((x, y) => x - y)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1))
    expect(new Set(sent.map(({ id }) => id)).size).toBe(50)
    expect((await log.head('a')).seq).toBe(25)
  })

  test('[MS2] an epoch lasts as long as the log knows the room, and is no other room’s', async () => {
    const log = await fresh()
    const a = await log.head('a')
    expect(a).toEqual({ epoch: expect.stringMatching(/^\S{8,}$/), seq: 0 })
    await log.append(draftOf('a', 'c'))
    expect(await log.head('a')).toEqual({ epoch: a.epoch, seq: 1 })
    expect((await log.head('b')).epoch).not.toBe(a.epoch)
    expect((await log.page('a', ALL)).head).toEqual({ epoch: a.epoch, seq: 1 })
    expect((await log.resume('a', a, 10)).head).toEqual({ epoch: a.epoch, seq: 1 })
  })

  test('[MS3] what is appended is what is answered, delivered, resumed and paged', async () => {
    const log = await fresh()
    const from = await log.head('r')
    const { events } = collect(log, 'r')
    const draft = draftOf('r', 'c1', 'u7', 'line\n<b>\u0000😀')
    const { duplicate, seq, id, sentAt } = await log.append(draft)
    expect(duplicate).toBe(false)
    expect(sentAt).toBe(clock.now())
    const { room, user, cid } = draft
    const event = { type: 'new_message', room, seq, id, cid, user, text: 'line\n<b>\u0000😀', sentAt }
    await until('the delivery', () => events.length === 1)
    expect(events).toEqual([event])
    expect((await log.resume('r', from, 10)).events).toEqual([event])
    const { type: _type, ...message } = event
    expect(await log.page('r', ALL)).toEqual({
      head: { ...from, seq: 1 },
      messages: [message],
      more: false,
      newer: false,
    })
  })

  test('[MS4] a cid is stored once for a user in a room; the repeat gets the first one’s values', async () => {
    const log = await fresh()
    const { events } = collect(log, 'r')
    const first = await log.append(draftOf('r', 'c'))
    clock.advance(1_000)
    const again = await Promise.all([
      log.append(draftOf('r', 'c', 'u1', 'another text')),
      log.append(draftOf('r', 'c')),
    ])
    expect(again).toEqual([1, 2].map(() => ({ ...first, duplicate: true })))
    expect(await log.append(draftOf('r', 'c', 'u2'))).toMatchObject({ seq: 2, duplicate: false })
    expect(await log.append(draftOf('s', 'c'))).toMatchObject({ seq: 1, duplicate: false })
    expect(await log.append(draftOf('r', 'C'))).toMatchObject({ seq: 3, duplicate: false })
    await until('the deliveries', () => events.length === 3)
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3])
  })

  test('[MS5] repeats that come at once with the first are one event', async () => {
    const log = await fresh()
    const sent = await Promise.all(Array.from({ length: 10 }, () => log.append(draftOf('r', 'c'))))
    expect(new Set(sent.map(({ seq, id }) => `${seq} ${id}`)).size).toBe(1)
    expect(sent.filter(({ duplicate }) => !duplicate)).toHaveLength(1)
    expect((await log.head('r')).seq).toBe(1)
  })

  test('[MS6] a subscriber gets each event committed from then on, once, in order, until it stops', async () => {
    const log = await filled(3)
    const early = collect(log, 'r')
    const other = collect(log, 'other')
    await Promise.all([4, 5, 6].map(i => log.append(draftOf('r', `c${i}`))))
    const late = collect(log, 'r')
    await until('the first ones', () => early.events.length === 3)
    early.stop()
    early.stop()
    await log.append(draftOf('r', 'c7'))
    await until('the late one', () => late.events.length === 1)
    expect(early.events.map(({ seq }) => seq)).toEqual([4, 5, 6])
    expect(late.events.map(({ seq }) => seq)).toEqual([7])
    expect(other.events).toEqual([])
  })

  test('[MS7] order holds when a subscriber appends, subscribes and stops others while it is told', async () => {
    const log = await fresh()
    const inner: DurableEvent[] = []
    let once = true
    const stopped = collect(log, 'r')
    log.subscribe('r', () => {
      if (!once) return
      once = false
      void log.append(draftOf('r', 'c2'))
      log.subscribe(
        'r',
        ofEvents(event => inner.push(event)),
      )
      void log.append(draftOf('r', 'c3'))
      stopped.stop()
    })
    const last = collect(log, 'r')
    await log.append(draftOf('r', 'c1'))
    await until('all three', () => last.events.length === 3)
    expect(last.events.map(({ cid }) => cid)).toEqual(['c1', 'c2', 'c3'])
    expect(inner.map(({ seq }) => seq)).toEqual(expect.arrayContaining([3]))
    expect(inner.map(({ seq }) => seq)).not.toContain(1)
    expect(stopped.events.length).toBeLessThanOrEqual(1)
  })

  test('[MS8] a subscriber that throws is reported and keeps nothing from the others, nor from the sender', async () => {
    const log = await fresh()
    log.subscribe('r', () => {
      throw new Error('bug')
    })
    const { events } = collect(log, 'r')
    expect(await log.append(draftOf('r', 'c'))).toMatchObject({ seq: 1 })
    await until('the delivery', () => events.length === 1)
    expect(faults).toHaveLength(1)
  })

  test('[MS9] a resume brings every event after the position, or nothing at all', async () => {
    const log = await filled(10)
    const { epoch } = await log.head('r')
    const resume = async (seq: number, limit = 100, of = epoch) =>
      (await log.resume('r', { epoch: of, seq }, limit)).events?.map(event => event.seq)
    expect(await resume(0)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(await resume(8)).toEqual([9, 10])
    expect(await resume(10)).toEqual([])
    expect(await resume(10, 0)).toEqual([])
    expect(await resume(7, 3)).toEqual([8, 9, 10])
    expect(await resume(6, 3)).toBe(undefined)
    expect(await resume(11)).toBe(undefined)
    expect(await resume(-1)).toBe(undefined)
    expect(await resume(1.5)).toBe(undefined)
    expect(await resume(8, 100, 'another')).toBe(undefined)
  })

  test('[MS10] a page holds the newest before the bound, oldest first, and says whether there are older ones', async () => {
    const log = await filled(10)
    const page = async (limit: number, before?: number, maxBytes = 100_000) => {
      const { messages, more } = await log.page('r', { limit, before, maxBytes })
      return [messages.map(({ seq }) => seq), more]
    }
    expect(await page(3)).toEqual([[8, 9, 10], true])
    expect(await page(3, 8)).toEqual([[5, 6, 7], true])
    expect(await page(3, 4)).toEqual([[1, 2, 3], false])
    expect(await page(3, 3)).toEqual([[1, 2], false])
    expect(await page(3, 1)).toEqual([[], false])
    expect(await page(3, 0)).toEqual([[], false])
    expect(await page(100)).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false])
    expect(await page(3, 1_000)).toEqual([[8, 9, 10], true])
  })

  const WIDE = ['x', 'ä', '中', '\u{1F600}', '\u0001', '"', '\n', '\u2028', '中\u0001']

  test.each(WIDE)(
    '[MS11] a page of %j ends before its bytes on the wire do, but holds one message',
    async character => {
      const log = await fresh()
      const text = character.repeat(50)
      for (let i = 1; i <= 5; i++) await log.append(draftOf('r', `c${i}`, 'u', text))
      const seqs = async (maxBytes: number) => {
        const { messages, more } = await log.page('r', { limit: 100, maxBytes })
        return [messages.map(({ seq }) => seq), more]
      }
      const { messages } = await log.page('r', ALL)
      const [last = 0, whole = 0] = [onWire(messages.slice(4)), onWire(messages)]
      expect(await seqs(2 * last)).toEqual([[4, 5], true])
      expect(await seqs(3 * last - 1)).toEqual([[4, 5], true])
      expect(await seqs(whole)).toEqual([[1, 2, 3, 4, 5], false])
      expect(await seqs(whole - 1)).toEqual([[2, 3, 4, 5], true])
      expect(await seqs(1)).toEqual([[5], true])
    },
  )

  test.each(WIDE)(
    '[MS110] a resume of %j brings no more bytes on the wire than asked for, or says that there are more',
    async character => {
      const log = await fresh()
      const { epoch } = await log.head('r')
      for (let i = 1; i <= 5; i++) await log.append(draftOf('r', `c${i}`, 'u', character.repeat(50)))
      const { messages } = await log.page('r', ALL)
      const bytes = onWire(messages.slice(2).map(message => ({ type: 'new_message', ...message })))
      const from = { epoch, seq: 2 }
      const whole = await log.resume('r', from, 100, bytes)
      expect(whole.events?.map(({ seq }) => seq)).toEqual([3, 4, 5])
      expect(whole.cut ?? false).toBe(false)
      expect(await log.resume('r', from, 100, bytes - 1)).toMatchObject({
        head: { seq: 5 },
        events: undefined,
        cut: true,
      })
      expect((await log.resume('r', from, 2, bytes)).cut ?? false).toBe(false)
    },
  )

  test('[MS12] a closed log is not ready and refuses with LogUnavailable', async () => {
    const log = await filled(1)
    expect(log.ready()).toBe(true)
    await log.close()
    expect(log.ready()).toBe(false)
    await expect(log.append(draftOf('r', 'c'))).rejects.toThrow(LogUnavailable)
    await expect(log.head('r')).rejects.toThrow(LogUnavailable)
    await expect(log.page('r', ALL)).rejects.toThrow(LogUnavailable)
    await expect(log.resume('r', { epoch: 'e', seq: 0 }, 1)).rejects.toThrow(LogUnavailable)
  })
})
