import { expect, test } from 'vitest'
import { eventLoopLoad } from '../../../../../server/adapters/process/event-loop-load.ts'
import { systemClock } from '../../../../../server/adapters/process/system-clock.ts'
import { until } from '../../../../support/server-kit/until.ts'

function work(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end) {}
}

test('[MS36] the load of the event loop is near 1 while it works and near 0 while it waits', async () => {
  let now = 0
  const load = eventLoopLoad({ ...systemClock, elapsed: () => now })
  expect(load()).toBe(0)
  const busy = (): boolean => {
    // a turn counts when it has ended, so this one is measured by the next
    work(30)
    now += 100
    return load() > 0.7
  }
  await until('a loop that is nearly full', busy)
  const before = load()
  now += 99
  expect(load(), 'too soon for another look').toBe(before)
  const idle = (): boolean => {
    now += 100
    return load() < 0.3
  }
  await until('a loop that waits', idle)
})
