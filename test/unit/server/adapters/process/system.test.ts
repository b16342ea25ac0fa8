import { expect, test } from 'vitest'
import { systemClock } from '../../../../../server/adapters/process/system-clock.ts'
import { systemRandom } from '../../../../../server/adapters/process/system-random.ts'
import { until } from '../../../../support/server-kit/until.ts'

test('[MS21] ids have 96 bits and tokens 128 at least, URL-safe, and none comes twice', () => {
  const ids = Array.from({ length: 2_000 }, () => systemRandom.id())
  const tokens = Array.from({ length: 100 }, () => systemRandom.token())
  expect(new Set([...ids, ...tokens]).size).toBe(2_100)
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{16}$/)
  for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{22,}$/)
})

test('[MS22] the system clock tells the time, calls once or again and again, and can be stopped', async () => {
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000)
  const calls = { once: 0, never: 0, again: 0, far: 0 }
  systemClock.after(1, () => calls.once++)
  systemClock.after(1, () => calls.never++)()
  // longer than Node's timers can count, which would fire at once
  const stopFar = systemClock.after(2 ** 40, () => calls.far++)
  const stop = systemClock.every(1, () => calls.again++)
  await until('three calls', () => calls.again >= 3 && calls.once === 1)
  stop()
  stopFar()
  const { again } = calls
  // timers end in the order in which they are due, so what was not stopped would have come before these
  let later = 0
  const stopLater = systemClock.every(2, () => later++)
  await until('later timers', () => later >= 5)
  stopLater()
  expect(calls).toEqual({ once: 1, never: 0, again, far: 0 })
})
