import { expect, test } from 'vitest'
import { decodePeople, encodePeople } from '../../../../../server/adapters/redis/people-message.ts'

test('[RE125] of many people there is a message for each thousand, and only the first replaces what was known', () => {
  const entered = Array.from({ length: 2_500 }, (_, n) => ({ user: { id: `u${n}`, name: `name ${n}` }, at: n }))
  const message = {
    node: 'one',
    all: true,
    entered,
    left: ['x'],
    lost: ['y'],
    typing: [['u1', true] as [string, boolean]],
  }
  const told = encodePeople(message).map(decodePeople)
  expect(told.map(each => [each?.all, each?.entered.length])).toEqual([
    [true, 1_000],
    [false, 1_000],
    [false, 500],
  ])
  expect(told.flatMap(each => each?.entered ?? [])).toEqual(entered)
  expect(told.map(each => [each?.left, each?.lost, each?.typing])).toEqual([
    [['x'], ['y'], []],
    [[], [], []],
    [[], [], [['u1', true]]],
  ])
  expect(encodePeople({ ...message, entered: [] }).map(decodePeople)).toEqual([{ ...message, entered: [] }])
})

test('[RE125] what is no message is none', () => {
  for (const text of ['', 'x', 'null', '{}', '{"node":1}', '{"node":"a","in":3}', '[]'])
    expect(decodePeople(text)).toBeUndefined()
})
