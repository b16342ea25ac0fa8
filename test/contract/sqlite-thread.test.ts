import { BroadcastChannel } from 'node:worker_threads'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { openStoreFile } from '../../server/adapters/sqlite/file.ts'
import { loadSqlite } from '../../server/adapters/sqlite/module.ts'
import { StoreRefused } from '../../server/adapters/sqlite/store-refused.ts'
import { SqliteThread } from '../../server/adapters/sqlite/thread.ts'
import { LogUnavailable, type RoomNews } from '../../server/ports/room-log.ts'
import { draftOf, durableLog, storeOptions } from '../support/server-kit/room-logs.ts'
import { until } from '../support/server-kit/until.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const MORTAL = new URL('../support/server-kit/mortal-worker.mjs', import.meta.url)
const ALL = { limit: 1_000, maxBytes: 1e9 }

const orders = new BroadcastChannel('chat-store-orders')
afterAll(() => orders.close())

/** Resolves when the thread has heard it; one that dies says nothing any more. */
async function order(what: 'die' | 'die after a commit'): Promise<void> {
  let heard = false
  orders.onmessage = () => {
    heard = true
  }
  orders.postMessage(what)
  if (what !== 'die') await until('the order to be heard', () => heard)
}

async function open() {
  const options = storeOptions()
  const store = await SqliteThread.open(options, MORTAL)
  const clock = new VirtualClock()
  const log = durableLog({ clock }, store)
  onTestFinished(() => log.close())
  return { store, clock, log, options }
}

const write = (n: number, text?: string) =>
  ({ kind: 'event', ...draftOf('r', `c${n}`, 'u1', text), id: `i${n}`, sentAt: n }) as const

test('[ST24] what is on its way when the thread ends is unavailable; recovering starts another, which has all that was committed', async () => {
  const { store } = await open()
  const answered: number[] = []
  const refused: unknown[] = []
  let sent = 0
  const keepSending = async () => {
    while (refused.length === 0) {
      const n = sent++
      await store.commit([write(n)]).then(
        () => void answered.push(n),
        error => void refused.push(error),
      )
    }
  }
  const senders = Array.from({ length: 30 }, keepSending)
  await until('some commits', () => answered.length > 50)
  await order('die')
  await Promise.all(senders)
  expect(refused.every(error => error instanceof LogUnavailable)).toBe(true)
  await store.recover()
  const kept = ((await store.page('r', ALL))?.messages ?? []).map(({ cid }) => cid)
  expect(kept.slice(0, answered.length)).toEqual(answered.map(n => `c${n}`))
  expect(kept).toEqual(kept.map((_, n) => `c${n}`))
  expect((await store.commit([write(1_000)]))[0]).toMatchObject({ seq: kept.length + 1 })
})

test('[ST110] a commit waits for no read, however many and large they are', async () => {
  const { store } = await open()
  const text = 'x'.repeat(16_000)
  for (let n = 0; n < 200; n += 100) {
    await store.commit(Array.from({ length: 100 }, (_, at) => write(n + at, text)))
  }
  const head = await store.head('r')
  let read = 0
  const reads = Array.from({ length: 20 }, async () => {
    expect((await store.resume('r', { ...head, seq: 0 }, 1_000)).events).toHaveLength(200)
    read++
  })
  expect(await store.commit([write(1_000)])).toMatchObject([{ seq: 201 }])
  expect(read).toBeLessThan(20)
  await order('die')
  await Promise.allSettled(reads)
})

test('[ST110] a read sees what was acknowledged before it, and nothing that was not', async () => {
  const { store } = await open()
  let [asked, acknowledged] = [0, 0]
  const writing = async () => {
    while (asked < 300) {
      const n = ++asked
      await store.commit([write(n)])
      acknowledged = n
    }
  }
  const reading = async () => {
    while (acknowledged < 300) {
      const before = acknowledged
      const [head, page] = [await store.head('r'), await store.page('r', { limit: 1, maxBytes: 1 })]
      expect(head.seq).toBeGreaterThanOrEqual(before)
      expect(page?.head.seq).toBe(page?.messages[0]?.seq ?? 0)
      expect(page?.head.seq).toBeLessThanOrEqual(acknowledged)
    }
  }
  await Promise.all([writing(), reading(), reading(), reading()])
  expect(await store.head('r')).toMatchObject({ seq: 300 })
})

test('[ST110] a new epoch is seen by the next read', async () => {
  const { store } = await open()
  await store.commit([write(1)])
  const { epoch } = await store.head('r')
  await store.renew()
  const renewed = await store.head('r')
  expect(renewed).toMatchObject({ epoch: expect.not.stringMatching(epoch), seq: 1 })
  expect((await store.resume('r', { epoch, seq: 0 }, 10)).events).toBe(undefined)
  await store.recover()
  expect(await store.head('r')).toEqual(renewed)
})

test('[ST18] events that were committed when the thread ended are told once another is there', async () => {
  const { log, clock } = await open()
  const news: RoomNews[] = []
  log.subscribe('r', item => news.push(item))
  const { epoch } = await log.head('r')
  await log.append(draftOf('r', 'told'))
  await order('die after a commit')
  await expect(log.append(draftOf('r', 'untold'))).rejects.toThrow(LogUnavailable)
  expect(log.ready()).toBe(false)
  await clock.run(200)
  await until('the store to work again', () => log.ready())
  expect(news).toMatchObject([
    { seq: 1, cid: 'told' },
    { seq: 2, cid: 'untold' },
  ])
  expect(await log.append(draftOf('r', 'untold'))).toMatchObject({ seq: 2, duplicate: true })
  expect(await log.head('r')).toEqual({ epoch, seq: 2 })
})

test('[ST24] a thread that ended while nobody wrote is replaced for whoever reads', async () => {
  const { store } = await open()
  await store.commit([write(1)])
  await order('die')
  await expect.poll(() => store.commit([write(2)]).then(() => 'taken', String)).toContain('has ended')
  const pages = await Promise.all(Array.from({ length: 5 }, () => store.page('r', ALL)))
  expect(pages.map(page => page !== undefined && page.messages.length >= 1)).toEqual([true, true, true, true, true])
})

test('[ST24] a thread that could not open the folder is not the last one', async () => {
  const { store, options } = await open()
  await order('die')
  await expect.poll(() => store.commit([write(2)]).then(() => 'taken', String)).toContain('has ended')
  const other = openStoreFile(await loadSqlite(), options.folder, 'fsync')
  await expect(store.recover()).rejects.toThrow(/in use/)
  await expect(store.recover()).rejects.toThrow(/in use/)
  other.close()
  await store.recover()
  expect((await store.commit([write(3)]))[0]).toMatchObject({ duplicate: false })
})

test('[ST24] a folder that cannot be opened is refused, and leaves no thread behind', async () => {
  const { options } = await open()
  await expect(SqliteThread.open(options, MORTAL)).rejects.toThrow(StoreRefused)
})
