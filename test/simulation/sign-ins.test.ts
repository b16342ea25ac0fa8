import { expect, test } from 'vitest'
import { heal, live } from './history.ts'
import { judge } from './judge.ts'
import { World } from './world.ts'

/** Within so many histories it happens. */
const MOST = 30

/** Histories from the seed `first` on until all of this was in their traces, as often at least; all of them hold. */
async function meet(first: number, wanted: readonly (readonly [line: RegExp, least: number])[]): Promise<void> {
  const left = new Map(wanted)
  for (let seed = first; left.size > 0; seed += 2) {
    expect(seed - first, `without ${[...left.keys()]}`).toBeLessThan(2 * MOST)
    const world = new World(seed, Number.POSITIVE_INFINITY)
    await live(world)
    await heal(world)
    await judge(world)
    await world.end()
    expect(world.faults).toEqual([])
    for (const [line, least] of left) {
      const more = least - world.trace.lines.filter(each => line.test(each)).length
      if (more > 0) left.set(line, more)
      else left.delete(line)
    }
  }
}

test('[SM237] a guest who signs in on a site goes on as its person in every tab, and what was on its way goes once', () =>
  meet(24, [
    [/signs in on the site/, 6],
    [/goes on as a:/, 4],
  ]))

test('[SM238] what a token says of each room is what somebody is there, from that token to the next', () =>
  meet(2, [
    [/is \{"roles":.*"moderator"/, 1],
    [/nobody special/, 1],
    [/message_pinned/, 3],
  ]))

test('[SM239] who is of a site deletes their account by a token that was just made', () =>
  meet(96, [[/has deleted the account of a site/, 1]]))

test('[SM240] a page is told that its token or its cookie is another’s by now, and nothing goes out under the other name', () =>
  meet(18, [
    [/by now, who is somebody else/, 1],
    [/lends the browser/, 2],
    [/closed, unauthorized/, 2],
  ]))

test('[SM241] when everybody has gone the server keeps nothing that counts who is here', async () => {
  // end() asks the server for it
  await meet(1, [[/server: ends: stopped/, 1]])
  await meet(64, [[/server: ends: stopped/, 2]])
})

/** Each had a fault: rows before those of a page, a clock set under a token, a reaction of a guest that was taken back, and one that a page could not know of. */
const ONCE_WRONG = [2_004_726, 3_878, 103_728, 302_398]

test.each(ONCE_WRONG)(
  '[SM237] the history %i, in which a guest goes on and something was wrong once, holds',
  async seed => {
    await meet(seed, [[/goes on as a:|is logged in as a:/, 1]])
  },
)
