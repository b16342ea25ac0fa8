import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { systemRandom } from '../../../../server/adapters/process/system-random.ts'
import type { FolderOptions } from '../../../../server/adapters/sqlite/folder.ts'
import { DurableLog } from '../../../../server/log/durable-log.ts'
import type { RoomCacheLimits } from '../../../../server/log/room-cache.ts'
import { type EventDraft, LogUnavailable, type RoomNews } from '../../../../server/ports/room-log.ts'
import { FaultyStore } from '../../../support/server-kit/faulty-store.ts'
import { inlineStore } from '../../../support/server-kit/inline-store.ts'
import { certain, draftOf, storeOptions } from '../../../support/server-kit/room-logs.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

const ALL = { limit: 1_000, maxBytes: 1e9 }

async function open(options: Partial<FolderOptions> = {}, limits: Partial<RoomCacheLimits> = {}) {
  const folder = storeOptions(options)
  const store = new FaultyStore(await inlineStore(folder))
  const clock = new VirtualClock()
  const quiet = { debug() {}, info() {}, warn() {}, error() {} }
  const log = certain(new DurableLog({ store, clock, random: systemRandom, log: quiet, limits, onFault: () => {} }))
  onTestFinished(() => log.close())
  /** Lets the time pass for which a write may wait for company. */
  const append = (draft: EventDraft) => {
    const appended = log.append(draft)
    void clock.run(5)
    return appended
  }
  const fill = async (count: number, room = 'r', from = 1) => {
    for (let n = from; n < from + count; n++) await append(draftOf(room, `c${n}`))
  }
  const news: RoomNews[] = []
  const follow = (room = 'r') => log.subscribe(room, item => news.push(item))
  const told = () => news.map(item => (item.type === 'reset' ? 'reset' : item.seq))
  /** The store fails, and its file is another one from now on. */
  const empty = async () => {
    store.fault = 'refuse'
    await expect(append(draftOf('r', 'z'))).rejects.toThrow(LogUnavailable)
    const old = store.target
    onTestFinished(() => old.close())
    store.target = await inlineStore(storeOptions())
    store.fault = 'none'
  }
  return { log, store, clock, fill, append, empty, follow, news, told, folder }
}

const seqs = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => from + n)

describe('the durable log', () => {
  test('[ST15] what memory does not hold comes from the store, as one view with what it does', async () => {
    const { log, store, fill } = await open({}, { eventsPerRoom: 10 })
    await fill(40)
    const { epoch } = await log.head('r')
    for (let from = 0; from <= 40; from++) {
      const { head, events } = await log.resume('r', { epoch, seq: from }, 100)
      expect([head.seq, events?.map(({ seq }) => seq)]).toEqual([40, seqs(from + 1, 40)])
      const page = await log.page('r', { before: from + 1, limit: 7, maxBytes: 1e9 })
      expect([page.messages.map(({ seq }) => seq), page.more]).toEqual([seqs(Math.max(1, from - 6), from), from > 7])
    }
    const asked = store.calls.length
    await log.resume('r', { epoch, seq: 35 }, 100)
    await log.page('r', { limit: 5, maxBytes: 1e9 })
    expect(store.calls.length).toBe(asked)
  })

  test('[ST15] however many ask for a room at once, it is read once', async () => {
    const { log, store } = await open()
    await Promise.all(Array.from({ length: 50 }, () => log.page('r', ALL)))
    expect(store.count('recent')).toBe(1)
  })

  test('[ST16] an event that is committed while the room is read is told once, and is in order behind what was read', async () => {
    for (let held = 0; held < 2; held++) {
      const { log, store, fill, follow, told } = await open()
      await store.target.commit([{ kind: 'event', ...draftOf('r', 'c0'), id: 'i', sentAt: 1 }])
      let go = () => {}
      store.held = held
        ? new Promise(resolve => {
            go = resolve
          })
        : undefined
      follow()
      const read = log.page('r', ALL)
      const more = fill(3)
      await (held ? more : read)
      go()
      const { head } = await read
      await more
      expect(head.seq).toBeGreaterThanOrEqual(1)
      expect(told()).toEqual([2, 3, 4])
      expect((await log.page('r', ALL)).messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
      expect((await log.head('r')).seq).toBe(4)
    }
  })

  test('[ST17] while the store fails nothing is taken or told, the log is not ready, and reading goes on', async () => {
    const { log, store, clock, append, fill, follow, told } = await open()
    await fill(3)
    follow()
    store.fault = 'refuse'
    await expect(append(draftOf('r', 'lost'))).rejects.toThrow(LogUnavailable)
    await expect(append(draftOf('r', 'lost'))).rejects.toThrow(LogUnavailable)
    expect([log.ready(), told(), store.count('commit')]).toEqual([false, [], 4])
    expect((await log.page('r', ALL)).messages).toHaveLength(3)
    expect((await log.page('other', ALL)).messages).toHaveLength(0)
    await clock.run(60_000)
    expect(log.ready()).toBe(false)
    store.fault = 'none'
    await clock.run(5_000)
    expect(log.ready()).toBe(true)
    expect(await append(draftOf('r', 'lost'))).toMatchObject({ seq: 4, duplicate: false })
    expect(told()).toEqual([4])
  })

  test('[ST18] what was committed although the store failed is told when it is back, and its repeat is a duplicate', async () => {
    const { log, store, clock, append, fill, follow, told } = await open()
    await fill(2)
    follow()
    const { epoch } = await log.head('r')
    store.fault = 'commit and fail'
    const drafts = ['x', 'y'].map(cid => draftOf('r', cid))
    for (const result of await Promise.allSettled(drafts.map(append)))
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(LogUnavailable) })
    expect(told()).toEqual([])
    store.fault = 'none'
    await clock.run(1_000)
    expect(told()).toEqual([3, 4])
    expect(await append(drafts[0]!)).toMatchObject({ seq: 3, duplicate: true })
    expect((await log.resume('r', { epoch, seq: 2 }, 10)).events?.map(({ cid }) => cid)).toEqual(['x', 'y'])
    expect(store.count('renew')).toBe(0)
  })

  test('[ST19] a store that comes back without what was told begins a new epoch, and everybody is told', async () => {
    const { log, store, clock, append, fill, follow, news, told } = await open()
    await fill(5)
    follow()
    const { epoch } = await log.head('r')
    const older = await inlineStore(storeOptions())
    await older.commit([1, 2].map(n => ({ kind: 'event', ...draftOf('r', `c${n}`), id: `i${n}`, sentAt: n })))
    store.fault = 'refuse'
    await expect(append(draftOf('r', 'z'))).rejects.toThrow(LogUnavailable)
    await store.target.close()
    store.target = older
    store.fault = 'none'
    await clock.run(1_000)
    expect(told()).toEqual(['reset'])
    const head = await log.head('r')
    expect(news[0]).toEqual({ type: 'reset', head })
    expect([head.seq, head.epoch === epoch, store.count('renew')]).toEqual([2, false, 1])
    expect((await log.resume('r', { epoch, seq: 2 }, 10)).events).toBe(undefined)
    expect(await append(draftOf('r', 'z'))).toMatchObject({ seq: 3 })
    expect(told()).toEqual(['reset', 3])
  })

  test('[ST19] what was read before a new epoch began does not stay', async () => {
    const { log, store, clock, empty, fill, follow, told } = await open()
    follow()
    await fill(5)
    let release = () => {}
    store.held = new Promise(resolve => {
      release = resolve
    })
    const page = log.page('r', ALL).catch(error => error)
    await empty()
    await clock.run(1_000)
    expect(told().at(-1)).toBe('reset')
    release()
    const { epoch } = await store.head('r')
    expect(await page).toBeInstanceOf(LogUnavailable)
    expect(await log.head('r')).toEqual({ epoch, seq: 0 })
    await fill(2)
    expect((await log.page('r', ALL)).head).toEqual({ epoch, seq: 2 })
  })

  test('[ST19] while a store comes back nobody is given what may be of an epoch of which nobody was told', async () => {
    const { log, store, clock, append, empty, follow, told } = await open()
    follow()
    const first = await append(draftOf('r', 'told'))
    await empty()
    let release = () => {}
    store.returning = new Promise(resolve => {
      release = resolve
    })
    await clock.run(1_000)
    const position = { epoch: 'any', seq: first.seq }
    const reads = [log.page('r', ALL), log.resume('r', position, 10), log.head('r'), log.page('other', ALL)]
    const answers = Promise.allSettled(reads)
    release()
    for (const answer of await answers)
      expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(LogUnavailable) })
    await vi.waitFor(() => expect(log.ready()).toBe(true))
    expect(told()).toEqual([1, 'reset'])
    expect(await log.head('r')).toEqual({ ...(await store.head('r')), seq: 0 })
  })

  test('[ST19] of a room whose epoch is not known nothing is told as if it went on', async () => {
    const { store, clock, append, follow, told } = await open()
    follow()
    await append(draftOf('r', 'told'))
    store.fault = 'commit and fail'
    await expect(append(draftOf('r', 'untold'))).rejects.toThrow(LogUnavailable)
    store.fault = 'none'
    await clock.run(1_000)
    expect([told(), store.count('renew')]).toEqual([[1, 'reset'], 0])
  })

  test('[ST20] what retention gives up goes from memory, too', async () => {
    const retention = { ageMs: undefined, messages: 10, dedupeMs: 1_000 }
    const { log, clock, fill } = await open({ retention })
    await fill(30)
    const { epoch } = await log.head('r')
    await clock.run(31_000)
    const page = await log.page('r', ALL)
    expect([page.messages.map(({ seq }) => seq), page.more]).toEqual([seqs(21, 30), false])
    expect((await log.resume('r', { epoch, seq: 19 }, 100)).events).toBe(undefined)
    expect((await log.resume('r', { epoch, seq: 20 }, 100)).events).toHaveLength(10)
    expect(await log.head('r')).toEqual({ epoch, seq: 30 })
    await fill(5, 'r', 31)
    expect((await log.page('r', ALL)).messages.map(({ seq }) => seq)).toEqual(seqs(21, 35))
  })

  test('[ST15] closing answers all that was taken, and keeps it', async () => {
    const { log, follow, told, folder } = await open()
    follow()
    const sent = Array.from({ length: 600 }, (_, n) => log.append(draftOf('r', `c${n}`)))
    const closed = log.close()
    expect((await Promise.all(sent)).map(({ seq }) => seq)).toEqual(seqs(1, 600))
    await closed
    expect(told()).toEqual(seqs(1, 600))
    const again = await inlineStore(folder)
    expect((await again.head('r')).seq).toBe(600)
    await again.close()
  })
})
