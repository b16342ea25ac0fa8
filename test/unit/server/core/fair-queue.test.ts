import { describe, expect, test } from 'vitest'
import { FairQueue } from '../../../../server/core/fair-queue.ts'

const drained = (queue: FairQueue<string>) => {
  const items: string[] = []
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) items.push(item)
  return items
}

describe('fair queue', () => {
  test('[LM112] houses have their turns, and in each house its members', () => {
    const queue = new FairQueue<string>(100)
    for (const item of ['a1', 'a2', 'a3']) queue.push('home', 'ann', item)
    queue.push('home', 'bob', 'b1')
    for (const item of ['c1', 'c2']) queue.push('office', 'cleo', item)
    expect(queue.size).toBe(6)
    expect(drained(queue)).toEqual(['a1', 'c1', 'b1', 'c2', 'a2', 'a3'])
    expect(queue.size).toBe(0)
    expect(queue.shift()).toBe(undefined)
  })

  test('[LM112] a full queue takes nothing more of who has their share, and something of everybody else', () => {
    const queue = new FairQueue<string>(10)
    const push = (house: string) => queue.push(house, 'x', house)
    const much = Array.from({ length: 30 }, () => push('greedy'))
    expect(much.filter(taken => taken)).toHaveLength(10)
    expect([push('b'), push('b'), push('b'), push('b'), push('b'), push('b')]).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
    ])
    expect(push('greedy')).toBe(false)
    expect(Array.from({ length: 30 }, (_, at) => push(`house ${at}`)).filter(taken => taken)).toHaveLength(5)
    expect(queue.size).toBe(20)
    expect(drained(queue).slice(0, 3)).toEqual(['greedy', 'b', 'house 0'])
  })

  test('[SE204] what is taken back gives its place to others, and what is not there changes nothing', () => {
    const queue = new FairQueue<string>(2)
    for (const item of ['a1', 'a2']) queue.push('home', 'ann', item)
    expect(queue.push('home', 'ann', 'a3')).toBe(false)
    queue.remove('home', 'ann', 'a1')
    queue.remove('home', 'ann', 'a1')
    queue.remove('home', 'bob', 'a2')
    queue.remove('office', 'ann', 'a2')
    expect(queue.size).toBe(1)
    expect(queue.push('home', 'ann', 'a3')).toBe(true)
    expect(drained(queue)).toEqual(['a2', 'a3'])
    queue.push('home', 'ann', 'a4')
    queue.remove('home', 'ann', 'a4')
    expect([queue.size, queue.shift()]).toEqual([0, undefined])
  })

  test('[SE203] of one group no more than a given number waits, however much place there is', () => {
    const queue = new FairQueue<string>(100, 3)
    expect([1, 2, 3, 4].map(() => queue.push('home', 'ann', 'a'))).toEqual([true, true, true, false])
    expect(queue.push('home', 'bob', 'b')).toBe(false)
    expect(queue.push('office', 'cleo', 'c')).toBe(true)
    queue.shift()
    expect(queue.push('home', 'bob', 'b')).toBe(true)
  })
})
