import { expect, test } from 'vitest'
import { heal, live } from './history.ts'
import { judge } from './judge.ts'
import { World } from './world.ts'

/** Some histories in which this happens, and all of which hold. `what`: each is in the traces as often at least. */
async function hold(
  seeds: readonly number[],
  what: readonly (readonly [line: RegExp, least: number])[],
): Promise<void> {
  const lines: string[] = []
  let messages = 0
  for (const seed of seeds) {
    const world = new World(seed, Number.POSITIVE_INFINITY)
    await live(world)
    await heal(world)
    messages += await judge(world)
    await world.end()
    expect(world.faults).toEqual([])
    lines.push(...world.trace.lines)
  }
  expect(messages).toBeGreaterThan(20)
  for (const [line, least] of what)
    expect(lines.filter(each => line.test(each)).length, `${line}`).toBeGreaterThanOrEqual(least)
}

test('[SM237] a guest who signs in on a site goes on as its person in every tab, and what was on its way goes once', () =>
  hold(
    [12, 36, 148, 162],
    [
      [/signs in on the site/, 8],
      [/goes on as a:/, 4],
    ],
  ))

test('[SM238] what a token says of each room is what somebody is there, from that token to the next', () =>
  hold(
    [10, 132, 240],
    [
      [/is \{"roles":.*"moderator"/, 3],
      [/nobody special/, 1],
      [/message_pinned/, 20],
    ],
  ))

test('[SM239] who is of a site deletes their account by a token that was just made', () =>
  hold([4, 8, 66, 230], [[/has deleted the account of a site/, 4]]))

test('[SM240] a page is told that its token or its cookie is another’s by now, and nothing goes out under the other name', () =>
  hold(
    [36, 60, 146, 220, 232],
    [
      [/by now, who is somebody else/, 4],
      [/lends the browser/, 2],
      [/closed, unauthorized/, 2],
    ],
  ))

test('[SM241] when everybody has gone the server keeps nothing that counts who is here', () =>
  hold([1, 36, 64, 132], []))
