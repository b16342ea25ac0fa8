import { expect, test } from 'vitest'
import { OtherNodes } from '../../../../../server/app/nodes/other-nodes.ts'
import { LogUnavailable } from '../../../../../server/ports/room-log.ts'
import type { PeopleNews, UserBus } from '../../../../../server/ports/user-bus.ts'
import { SILENT } from '../../../../support/silent-log.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

test('[RE236] that somebody was removed is told to other nodes again when it could not be told, until the node ends', async () => {
  const clock = new VirtualClock()
  const told: PeopleNews[] = []
  let isDown = true
  const bus = {
    tellAll: async (news: PeopleNews) => {
      if (isDown) throw new LogUnavailable('It is down.')
      told.push(news)
    },
    followAll: () => () => {},
    answer: () => () => {},
  } as unknown as UserBus
  const nothing = () => {}
  const nodes = new OtherNodes({
    bus,
    clock,
    logger: SILENT,
    heard: nothing,
    missed: nothing,
    heardOfAll: nothing,
    isHere: () => false,
    found: () => [],
  })
  const hidden: PeopleNews = { type: 'hidden', users: ['a:ann'] }
  nodes.tellAll(hidden)
  nodes.tellAll({ type: 'over', user: 'g:bob' })
  await clock.run(12_000)
  isDown = false
  await clock.run(6_000)
  expect(told).toEqual([hidden])
  isDown = true
  nodes.tellAll(hidden)
  await clock.run(1)
  nodes.stop()
  isDown = false
  await clock.run(60_000)
  expect([told.length, clock.pending]).toEqual([1, 0])
})
