import { expect, test } from 'vitest'
import type { Identity } from '../../../../../server/app/identity/authenticator.ts'
import { ReadPositions } from '../../../../../server/app/reading/read-positions.ts'
import type { ReadPosition } from '../../../../../server/ports/directory.ts'
import { SILENT } from '../../../../support/silent-log.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

/** A directory that keeps nothing while `works` is false. */
function setUp() {
  const clock = new VirtualClock()
  const kept = new Map<string, ReadPosition>()
  const store = { works: false, kept }
  const positions = new ReadPositions({
    directory: {
      position: async () => undefined,
      keepPositions: async marked => {
        if (!store.works) throw new Error('the disk is full')
        for (const each of marked) kept.set(each.room, each)
      },
    },
    log: {
      head: () => ({ epoch: 'e', seq: 9, expired: 0 }) as never,
      unread: async () => ({ head: { epoch: 'e', seq: 9 }, unread: 0, mentions: 0 }) as never,
    },
    clock,
    logger: SILENT,
  })
  const ann: Identity = { id: 's', user: { id: 'a:ann', name: 'Ann' }, role: 'user' }
  const mark = (room: string) => positions.mark(ann, room, 5)
  return { positions, store, mark }
}

test('[RM163] what waits for a store that takes nothing is bounded, and the newest of it is kept when it does again', async () => {
  const { positions, store, mark } = setUp()
  for (let n = 1; n <= 40_010; n++) await mark(`r${n}`)
  await positions.flush()
  expect(store.kept.size).toBe(0)
  store.works = true
  await positions.flush()
  expect(store.kept.size).toBe(40_000)
  expect(store.kept.has('r10')).toBe(false)
  expect(store.kept.get('r40010')).toMatchObject({ user: 'a:ann', epoch: 'e', seq: 5 })
})
