import { expect, test } from 'vitest'
import { eventLoopLoad } from '../../../../../server/adapters/process/event-loop-load.ts'
import { systemClock } from '../../../../../server/adapters/process/system-clock.ts'

const until = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

function work(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end) {}
}

test('[MS36] the load of the event loop is near 1 while it works and near 0 while it waits', async () => {
  const load = eventLoopLoad(systemClock)
  expect(load()).toBe(0)
  // worked in a turn of its own, since a turn counts when it has ended
  await until(1)
  load()
  work(300)
  await until(1)
  expect(load()).toBeGreaterThan(0.7)
  expect(load(), 'the same moment').toBeGreaterThan(0.7)
  await until(300)
  expect(load()).toBeLessThan(0.5)
})
