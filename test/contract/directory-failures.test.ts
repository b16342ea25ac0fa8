import { BroadcastChannel } from 'node:worker_threads'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { SqliteThread } from '../../server/adapters/sqlite/thread.ts'
import type { DurableLog } from '../../server/log/durable-log.ts'
import { LogUnavailable } from '../../server/ports/room-log.ts'
import type { Store } from '../../server/ports/store.ts'
import { accountOf, roomOf, sanctionOf, shortNews, siteAccountOf } from '../support/server-kit/directories.ts'
import { FaultyStore } from '../support/server-kit/faulty-store.ts'
import { BUILT_WORKER, durableLog, ROOM_LOGS, storeOptions } from '../support/server-kit/room-logs.ts'
import { until } from '../support/server-kit/until.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const MORTAL = new URL('../support/server-kit/mortal-worker.mjs', import.meta.url)
const ALL = [undefined, 1_000] as const

const orders = new BroadcastChannel('chat-store-orders')
afterAll(() => orders.close())

function over(store: Store, gatherMs?: number) {
  const clock = new VirtualClock()
  const log = durableLog({ clock }, store, gatherMs)
  onTestFinished(() => log.close())
  const heard: string[] = []
  log.directory.watchUser('a:ann', news => heard.push(shortNews(news)))
  log.directory.watchRoom('r', news => heard.push(shortNews(news)))
  const back = async () => {
    await clock.run(10_000)
    await until('the store to work again', () => log.ready())
  }
  return { clock, log, directory: log.directory, heard, back }
}

describe.for(ROOM_LOGS)('the directory in $name when its store fails', ({ name, openStore }) => {
  const begin = async () => {
    const store = new FaultyStore(await openStore())
    return { store, ...over(store, name === 'memory' ? 0 : undefined) }
  }

  test('[DR19] what the store does not take is unavailable, and nothing of it is there or told; then it goes on', async () => {
    const { store, directory, heard, back } = await begin()
    await directory.addAccount(accountOf('bob'))
    store.fault = 'refuse'
    const failing = [
      directory.addAccount(accountOf('ann', { guestIds: ['g:1'] })),
      directory.addRoom(roomOf('r'), [{ user: 'a:ann', role: 'owner' }]),
      directory.removeAccount('a:bob'),
    ]
    for (const change of failing) await expect(change).rejects.toThrow(LogUnavailable)
    // what is there can be asked
    expect(await directory.account('a:bob')).toEqual(accountOf('bob'))
    expect(await directory.accountOfGuest('g:1')).toBe(undefined)
    expect(await directory.room('r')).toBe(undefined)
    await expect(directory.setRole('r', 'a:ann', 'member')).rejects.toThrow(LogUnavailable)
    expect(heard).toEqual([])
    store.fault = 'none'
    await back()
    expect(heard).toEqual(['reset', 'reset'])
    expect(await directory.addAccount(accountOf('ann', { guestIds: ['g:1'] }))).toBe('ok')
    expect(heard.slice(2)).toEqual(['account a:ann'])
  })

  test('[DR19] what was committed although the store failed is there when it is back, and who watches asks again', async () => {
    const { store, directory, heard, back } = await begin()
    store.fault = 'commit and fail'
    await expect(directory.addAccount(accountOf('ann'))).rejects.toThrow(LogUnavailable)
    store.fault = 'none'
    await back()
    expect(heard).toEqual(['reset', 'reset'])
    expect(await directory.account('a:ann')).toEqual(accountOf('ann'))
    expect(await directory.addAccount(accountOf('ann'))).toBe('taken')
  })

  test('[DR19] a closed directory is unavailable', async () => {
    const { log, directory } = await begin()
    await directory.addAccount(accountOf('ann'))
    await log.close()
    await expect(directory.account('a:ann')).rejects.toThrow(LogUnavailable)
    await expect(directory.setRole('r', 'a:ann', 'member')).rejects.toThrow(LogUnavailable)
  })
})

const mortal = async () => over(await SqliteThread.open(storeOptions(), MORTAL))

test('[DR20] after the end of the thread that writes everything is there that was acknowledged, and it goes on', async () => {
  const { directory, heard, back } = await mortal()
  await directory.addAccount(siteAccountOf('ann', { guestIds: ['g:1'] }))
  await directory.addRoom(roomOf('r'), [{ user: 'a:ann', role: 'owner' }])
  let heardOrder = false
  orders.onmessage = () => {
    heardOrder = true
  }
  orders.postMessage('die after a commit')
  await until('the order to be heard', () => heardOrder)
  await expect(directory.setRole('r', 'a:bob', 'moderator')).rejects.toThrow(LogUnavailable)
  await back()
  expect(heard.slice(-2)).toEqual(['reset', 'reset'])
  expect(await directory.account('a:ann')).toEqual(siteAccountOf('ann', { guestIds: ['g:1'] }))
  expect((await directory.members('r', ...ALL)).map(({ user }) => user)).toEqual(['a:ann', 'a:bob'])
  expect(await directory.setRole('r', 'a:bob', 'owner')).toBe('ok')
})

describe('the directory in a data folder', () => {
  const start = async (options: ReturnType<typeof storeOptions>): Promise<DurableLog> => {
    const log = durableLog({ clock: new VirtualClock() }, await SqliteThread.open(options, BUILT_WORKER))
    onTestFinished(() => log.close())
    return log
  }

  test('[DR18] a restart keeps all', async () => {
    const options = storeOptions()
    const first = await start(options)
    const ann = siteAccountOf('ann', { picture: 'p', guestIds: ['g:2', 'g:1'], role: 'admin', keys: ['z', 'a'] })
    const room = roomOf('r', { kind: 'members', title: 'R', topic: 'T', slowMs: 7, write: 'user', locked: true })
    const sanction = sanctionOf('g:9', { until: 5_000, reason: 'Noise' })
    await first.directory.addAccount(ann)
    await first.directory.addAccount(accountOf('gone'))
    await first.directory.removeAccount('a:gone')
    await first.directory.addRoom(room, [{ user: 'a:ann', role: 'owner' }])
    await first.directory.addSanction(sanction)
    await first.close()
    const { directory } = await start(options)
    expect(await directory.accountOfGuest('g:1')).toEqual(ann)
    expect(await directory.removed(['a:gone'])).toEqual(new Set(['a:gone']))
    expect(await directory.addAccount(accountOf('gone'))).toBe('taken')
    expect(await directory.room('r')).toEqual(room)
    expect(await directory.roomsOf('a:ann', ...ALL)).toMatchObject([{ room: 'r', role: 'owner' }])
    expect(await directory.sanctions('r', 'g:9', 0)).toEqual([sanction])
  })

  test('[DR21] a question sees what was acknowledged before it, and nothing that was not told', async () => {
    const { directory } = await start(storeOptions())
    await directory.addRoom(roomOf('r', { slowMs: 0 }))
    let [asked, acknowledged, told] = [0, 0, 0]
    directory.watchRoom('r', () => {
      told++
    })
    const writing = async () => {
      while (asked < 300) {
        const slowMs = ++asked
        await directory.changeRoom('r', { slowMs })
        acknowledged = slowMs
      }
    }
    const reading = async () => {
      while (acknowledged < 300) {
        const before = acknowledged
        const { slowMs = -1 } = (await directory.room('r')) ?? {}
        expect(slowMs).toBeGreaterThanOrEqual(before)
        expect(slowMs).toBeLessThanOrEqual(told)
      }
    }
    await Promise.all([writing(), reading(), reading(), reading()])
    expect(await directory.room('r')).toMatchObject({ slowMs: 300 })
  })
})
