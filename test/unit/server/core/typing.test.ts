import { describe, expect, test } from 'vitest'
import { Typing } from '../../../../server/core/typing.ts'

describe('typing', () => {
  test('[PR14] it is told at the start, and again after half of its time', () => {
    const typing = new Typing<string>(6_000)
    expect([0, 1_000, 2_999, 3_000, 4_000].map(now => typing.start('u', 'tab', now, 5))).toEqual([
      true,
      false,
      false,
      true,
      false,
    ])
    expect(typing.nextDue()).toBe(10_000)
  })

  test('[PR12] it ends by itself, in the order of ending', () => {
    const typing = new Typing<string>(6_000)
    typing.start('u', 'tab', 0, 5)
    typing.start('v', 'tab', 1_000, 5)
    typing.start('u', 'tab', 2_000, 5)
    expect(typing.expire(6_999)).toEqual([])
    expect(typing.expire(8_000)).toEqual([
      { userId: 'v', by: 'tab' },
      { userId: 'u', by: 'tab' },
    ])
    expect(typing.nextDue()).toBeUndefined()
  })

  test('[PR13] only the connection that types can stop it', () => {
    const typing = new Typing<string>(6_000)
    typing.start('u', 'one', 0, 5)
    expect(typing.stop('u', 'two')).toBe(false)
    expect(typing.size).toBe(1)
    expect(typing.stop('u', 'one')).toBe(true)
    expect(typing.size).toBe(0)
    expect(typing.stop('u', 'one')).toBe(false)
  })

  test('[PR14] who stops and starts again and again is told once a second', () => {
    const typing = new Typing<string>(6_000)
    let told = 0
    for (let now = 0; now < 10_000; now += 10) {
      if (typing.start('u', 'tab', now, 5)) told++
      if (typing.stop('u', 'tab')) told++
    }
    expect(told).toBe(20)
    expect(typing.size).toBe(0)
    expect(typing.expire(20_000)).toEqual([])
    expect(typing.nextDue()).toBeUndefined()
  })

  test('[PR15] one more than the most is not shown, one who is shown may go on', () => {
    const typing = new Typing<string>(6_000)
    expect(['a', 'b', 'c'].map(id => typing.start(id, 'tab', 0, 2))).toEqual([true, true, false])
    expect(typing.start('a', 'tab', 3_000, 2)).toBe(true)
    expect(typing.size).toBe(2)
  })
})
