import { expect, test } from 'vitest'
import { heal, live } from './history.ts'
import { judge } from './judge.ts'
import { ROOMS, World } from './world.ts'

const SEEDS = 60

test('[SM233] people of a simulation come in every way, go on as accounts, and lose logins, tokens and roles', {
  timeout: 300_000,
}, async () => {
  const met = new Map<string, number>()
  const add = (what: string, count = 1) => met.set(what, (met.get(what) ?? 0) + count)
  for (let seed = 2; seed <= 2 * SEEDS; seed += 2) {
    const world = new World(seed, Number.POSITIVE_INFINITY)
    await live(world)
    await heal(world)
    await judge(world)
    for (const person of world.people) {
      add(person.kind)
      if (world.disk.isOneOfSeveral(person.userId)) add('upgraded')
    }
    add('misled', world.site.misled.size)
    add('over', world.over.size)
    add('erased', ROOMS.flatMap(room => world.disk.events(room)).filter(({ cid }) => cid.startsWith('erase-')).length)
    for (const line of world.trace.lines) {
      if (line.endsWith('is logged out')) add('thrown out')
      if (line.includes('has ended the other logins')) add('ended elsewhere')
      if (line.includes('has deleted the account')) add('deleted')
      if (line.includes('token_expired')) add('expired')
      if (line.includes('message_pinned')) add('pinned')
      if (line.includes('moderator"')) add('appointed')
      if (line.includes('goes on as a:')) add('signed in')
      if (line.includes('account of a site')) add('deleted on a site')
      if (line.includes('who is somebody else')) add('another')
      if (line.includes('lends the browser')) add('lent')
    }
    await world.end()
  }
  const least = { guest: 20, site: 20, password: 20, upgraded: 5, misled: 3, appointed: 2, over: 5 }
  const events = {
    'thrown out': 3,
    'ended elsewhere': 2,
    pinned: 5,
    deleted: 2,
    erased: 5,
    'signed in': 5,
    'deleted on a site': 2,
    another: 1,
    lent: 1,
  }
  for (const [what, count] of Object.entries({ ...least, ...events }))
    expect(met.get(what) ?? 0, `${what} of ${JSON.stringify([...met])}`).toBeGreaterThanOrEqual(count)
})

async function holds(seed: number): Promise<void> {
  const world = new World(seed, 60)
  await live(world)
  await heal(world)
  expect(await judge(world)).toBeGreaterThan(0)
  await world.end()
  expect(world.faults).toEqual([])
}

test('[SM234] no login, token or role goes on after its end', () => holds(28))
test('[SM234] nobody goes on as somebody else', () => holds(274))
test('[SM236] of who deleted their account nothing is left but places, and nobody reads their name', () => holds(180))
test('[SM235] what a guest had on its way goes once, and stays on the screen', () => holds(24))
test('[SM235] what a guest wrote and chose is theirs afterwards', () => holds(172))
