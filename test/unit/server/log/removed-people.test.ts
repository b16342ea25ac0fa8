import { expect, test } from 'vitest'
import { RemovedPeople } from '../../../../server/log/removed-people.ts'
import type { DirectoryNews } from '../../../../server/ports/directory.ts'
import { LogUnavailable } from '../../../../server/ports/room-log.ts'
import { settle, VirtualClock } from '../../../support/virtual-clock.ts'

test('[RE235] who was removed while a node heard nothing is known there when it hears again', async () => {
  const clock = new VirtualClock()
  const state = { ids: ['a:ann'], isDown: false }
  const listeners = new Set<(news: DirectoryNews) => void>()
  const directory = {
    removedIds: async () => {
      if (state.isDown) throw new LogUnavailable('It is down.')
      return state.ids
    },
    watchRoom(_room: string, listener: (news: DirectoryNews) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const removed = new RemovedPeople()
  await removed.load(directory)
  const stop = removed.follow(directory, clock)
  const reset = () => listeners.forEach(listener => void listener({ type: 'reset' }))
  state.ids.push('a:bob')
  await settle()
  expect(removed.has('a:bob')).toBe(false)
  state.isDown = true
  reset()
  await settle()
  state.isDown = false
  await clock.run(10_000)
  expect(removed.has('a:bob')).toBe(true)
  reset()
  stop()
  expect(listeners.size).toBe(0)
  await settle()
  expect(clock.pending).toBe(0)
})
