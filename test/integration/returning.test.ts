import { beforeAll, expect, test } from 'vitest'
import { compileGenerator } from '../../bench/compile-generator.ts'
import { returnToRoom } from '../support/returning-room.ts'

beforeAll(() => {
  compileGenerator()
}, 120_000)

const WHOLE = { returned: 5, missing: 0, surplus: 0, wrongMembers: 0 }

test('[BN6] who gets what it missed when it comes back is whole', async () => {
  expect(await returnToRoom({})).toMatchObject(WHOLE)
})

test('[BN6] who missed too much pages back to where it stood', async () => {
  expect(await returnToRoom({ most: 3 })).toMatchObject(WHOLE)
})

test('[BN6] an event that is missing from what it gets is found', async () => {
  const answer = await returnToRoom({ missed: events => events.filter((_event, index) => index !== 7) })
  expect(answer).toMatchObject({ missing: 5, surplus: 0, wrongMembers: 5 })
})

test('[BN6] an event that it gets again is found', async () => {
  const answer = await returnToRoom({ missed: ([first, ...others]) => (first ? [first, first, ...others] : []) })
  expect(answer).toMatchObject({ missing: 0, surplus: 5, wrongMembers: 5 })
})
