import { expect, test } from 'vitest'
import {
  type DeletionEvent,
  type DeletionStep,
  leftOf,
  pendingDeletion,
  TAKE_BACK_MS,
} from '../../../../sdk/store/pending-deletion.ts'

const of = (messageId: string) => ({ messageId, room: 'lobby', user: 'g:ada' })
const begin = (messageId: string): DeletionEvent => ({ type: 'begin', deletion: of(messageId) })

/** Runs them at these times; what was sent, in order, and what still waits. */
function run(steps: readonly (readonly [now: number, event: DeletionEvent])[]) {
  const sent: string[] = []
  let last: DeletionStep = { pending: undefined }
  for (const [now, event] of steps) {
    last = pendingDeletion(last.pending, event, now)
    if (last.send) sent.push(last.send.messageId)
  }
  return { sent, waits: last.pending?.messageId, pending: last.pending }
}

test('[CV4] a deletion is sent once, after five seconds, unless it is taken back', () => {
  const time: DeletionEvent = { type: 'time' }
  expect(
    run([
      [0, begin('a')],
      [TAKE_BACK_MS - 1, time],
    ]),
  ).toMatchObject({ sent: [], waits: 'a' })
  expect(
    run([
      [0, begin('a')],
      [TAKE_BACK_MS, time],
      [TAKE_BACK_MS + 1, time],
    ]),
  ).toMatchObject({ sent: ['a'], waits: undefined })
  expect(
    run([
      [0, begin('a')],
      [10, { type: 'take-back' }],
      [TAKE_BACK_MS, time],
    ]),
  ).toMatchObject({ sent: [], waits: undefined })
})

test('[CV4] one waits at a time: another one, or its end, sends the one before; the same one begins anew', () => {
  expect(
    run([
      [0, begin('a')],
      [10, begin('b')],
    ]),
  ).toMatchObject({ sent: ['a'], waits: 'b' })
  expect(
    run([
      [0, begin('a')],
      [10, begin('b')],
      [20, { type: 'end' }],
      [30, { type: 'end' }],
    ]),
  ).toMatchObject({
    sent: ['a', 'b'],
    waits: undefined,
  })
  const again = run([
    [0, begin('a')],
    [4_000, begin('a')],
    [6_000, { type: 'time' }],
  ])
  expect(again).toMatchObject({ sent: [], waits: 'a' })
})

test('[CV4] time stands still while its reader is on it, and a clock that is put back gives none', () => {
  const held = run([
    [0, begin('a')],
    [1_000, { type: 'hold' }],
    [60_000, { type: 'time' }],
  ])
  expect(held).toMatchObject({ sent: [], waits: 'a' })
  const on = run([
    [0, begin('a')],
    [1_000, { type: 'hold' }],
    [60_000, { type: 'go-on' }],
    [60_100, { type: 'go-on' }],
  ])
  expect(on.pending && leftOf(on.pending, 62_000)).toBe(2_000)
  const back = run([[10_000, begin('a')]])
  expect(back.pending && leftOf(back.pending, 0)).toBe(TAKE_BACK_MS)
  // nothing waits: nothing happens
  expect(
    run([
      [0, { type: 'hold' }],
      [0, { type: 'go-on' }],
      [0, { type: 'end' }],
      [0, { type: 'take-back' }],
    ]),
  ).toMatchObject({
    sent: [],
    waits: undefined,
  })
})
