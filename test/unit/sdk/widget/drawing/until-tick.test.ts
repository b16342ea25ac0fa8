import { expect, test } from 'vitest'
import { ChatError } from '../../../../../sdk/lib/chat-error.ts'
import { untilTick } from '../../../../../sdk/widget/drawing/until-tick.ts'

const waiting = {
  status: 'waiting',
  attempt: 1,
  resuming: false,
  offline: false,
  error: new ChatError('offline', 'x'),
} as const

test('[WG15] words that change by themselves change in time: the countdown each second, the day at midnight', () => {
  expect(untilTick({ ...waiting, retryAt: 5_400 }, 1_000)).toBe(400)
  expect(untilTick({ ...waiting, retryAt: 5_000 }, 1_000)).toBe(1_000)
  const evening = new Date(2026, 2, 14, 23, 59, 59).getTime()
  for (const connection of [
    { status: 'online' },
    { ...waiting, retryAt: 0 },
    { ...waiting, offline: true, retryAt: 9e15 },
  ] as const) {
    expect(untilTick(connection, evening)).toBe(1_000)
  }
})
