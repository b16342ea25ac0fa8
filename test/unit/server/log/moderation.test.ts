import { expect, onTestFinished, test } from 'vitest'
import { MemoryStore } from '../../../../server/adapters/memory/store.ts'
import { systemRandom } from '../../../../server/adapters/process/system-random.ts'
import type { DirectoryNews } from '../../../../server/ports/directory.ts'
import type { Appended } from '../../../../server/ports/room-log.ts'
import { shortNews } from '../../../support/server-kit/directories.ts'
import { FaultyStore } from '../../../support/server-kit/faulty-store.ts'
import { auditOf, heldOf, messageOf } from '../../../support/server-kit/moderation.ts'
import { durableLog } from '../../../support/server-kit/room-logs.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

function open() {
  const clock = new VirtualClock()
  const store = new FaultyStore(new MemoryStore({ random: systemRandom }))
  const log = durableLog({ clock }, store, 0)
  onTestFinished(() => log.close())
  const told: string[] = []
  const hear = (news: DirectoryNews) => void told.push(shortNews(news))
  log.directory.watchRoom('r', hear)
  log.directory.watchGuests(hear)
  return { clock, store, log, told, directory: log.directory }
}

test('[MD70] what is given up of what waits is told, and leaves the files soon', async () => {
  const { clock, store, told } = open()
  await clock.run(60_000)
  expect([told, store.count('purge')]).toEqual([[], 0])
  const hold = { type: 'hold', room: 'r', user: 'g:1', hold: 'h1', outcome: 'rejected' } as const
  store.trim = async () => ({ rooms: [], more: false, told: [{ type: 'queue', room: 'r' }, hold], erased: true })
  await clock.run(30_000)
  store.trim = async () => ({ rooms: [], more: false })
  expect(told).toEqual(['queue r', 'hold r g:1 h1 rejected'])
  expect(store.count('purge')).toBe(0)
  await clock.run(60_000)
  expect([told.length, store.count('purge')]).toEqual([2, 1])
})

test('[MD70] what ends without getting in leaves the files soon; what is told of it comes before the answer', async () => {
  const { clock, store, log, told, directory } = open()
  const hold = async (cid: string) => ((await log.append(heldOf(cid))) as Appended).held as string
  const [one, two, three] = [await hold('c1'), await hold('c2'), await hold('c3')]
  told.splice(0)
  await log.append(messageOf('c1', { approves: one }))
  await clock.run(10_000)
  expect(store.count('purge')).toBe(0)
  expect(await directory.endHold('r', 'nothing', 1)).toBe(false)
  await clock.run(10_000)
  expect(store.count('purge')).toBe(0)
  expect(told.splice(0)).toEqual(['queue r', expect.stringMatching(`^hold r .* ${one} approved$`)])
  for (const [at, id] of [two, three].entries()) {
    expect(await directory.endHold('r', id, clock.now(), at === 0 ? auditOf('e') : undefined)).toBe(true)
    expect(told.splice(0)).toEqual(['queue r', expect.stringMatching(`^hold r .* ${id} rejected$`)])
    await clock.run(10_000)
    expect(store.count('purge')).toBe(at + 1)
  }
})

test('[MD70] a hold that was committed although the store failed is found by its repeat', async () => {
  const { clock, store, log } = open()
  store.fault = 'commit and fail'
  await expect(log.append(heldOf('c1'))).rejects.toThrow()
  store.fault = 'none'
  await clock.run(5_000)
  expect(await log.append(heldOf('c1'))).toMatchObject({ seq: 0, duplicate: true, held: expect.any(String) })
})
