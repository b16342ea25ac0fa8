import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { bundleSimulation } from './bundle.ts'
import { heal, live } from './history.ts'
import { judge } from './judge.ts'
import { PLANTED_ORDER } from './planted-order.ts'
import { PROCESSES, runSeeds } from './run-seeds.ts'
import { story } from './story.ts'
import { ORDER_FROM, World } from './world.ts'

const SEEDS = 160
/** Of those whose acts are counted. */
const LOOKED_AT = 61

/** How often each is met at least. */
const LEAST = {
  ...{
    mute: 50,
    kick: 7,
    ban: 15,
    warn: 2,
    'mute of an address': 3,
    'ban of an address': 2,
    'watch of an address': 25,
  },
  ...{
    'mute passed': 5,
    'told sanction': 60,
    'told what is lifted': 10,
    'told removed': 15,
    'told rights': 200,
    cleaned: 1,
  },
  ...{ filters: 35, held: 80, approved: 40, rejected: 25, withdrawn: 1, 'told held': 80 },
  ...{ report: 8, appeal: 1, 'goes on': 5, 'now moderator': 60, 'now member': 60, 'set locked': 12, 'set slowMs': 8 },
  ...{ new_message: 1_000, message_edited: 150, reaction: 200, message_deleted: 50 },
  ...{ 'refused send_message muted': 80, 'refused react muted': 40, 'refused edit_message muted': 5 },
  ...{ 'refused join banned': 40, 'refused send_message forbidden': 150, 'refused send_message blocked_by_rule': 4 },
  ...{ 'refused edit_message blocked_by_rule': 12, 'refused react forbidden': 80, 'refused send_message slow_mode': 1 },
  ...{ 'refused sanction forbidden': 30, 'refused resolve forbidden': 2, 'refused resolve not_found': 2 },
}

const folder = temporaryFolder('order')
const at = (name: string) => path.join(folder.path, name)

beforeAll(() => {
  mkdirSync(folder.path, { recursive: true })
  return () => folder.remove()
})

test('[SM246] whatever fails, nothing is in a log that was forbidden when it was asked for, and all else is', {
  timeout: 300_000,
}, async () => {
  await bundleSimulation(at('honest.mjs'))
  const run = { program: at('honest.mjs'), first: ORDER_FROM, count: SEEDS, processes: PROCESSES, lines: 60 }
  const { failure, seeds, messages } = await runSeeds(run)
  expect(failure && story(failure)).toBeUndefined()
  expect(seeds).toBe(SEEDS)
  expect(messages).toBeGreaterThan(SEEDS * 60)
})

test('[SM247] in those histories all happens that keeps order, and all that gives reason to', {
  timeout: 300_000,
}, async () => {
  const met = new Map<string, number>()
  const add = (what: string, count = 1) => met.set(what, (met.get(what) ?? 0) + count)
  for (let seed = ORDER_FROM; seed < ORDER_FROM + LOOKED_AT; seed++) {
    const world = new World(seed, Number.POSITIVE_INFINITY)
    await live(world)
    await heal(world)
    await judge(world)
    for (const [what, count] of world.order?.book.counts ?? []) add(what, count)
    for (const room of world.places.rooms.keys())
      for (const event of world.disk.events(room)) {
        add('role' in event ? `now ${event.role}` : event.type)
        if (event.cid.startsWith('clean-')) add('cleaned')
        if (event.type === 'room_changed') for (const name of Object.keys(event.changes)) add(`set ${name}`)
      }
    for (const what of world.order?.refused ?? []) add(`refused ${what}`)
    for (const line of world.trace.lines) {
      const what = /"type":"(removed|rights|sanction|held)"/.exec(line)?.[1]
      if (what) add(`told ${what}`)
      if (line.endsWith('"lifted":true}')) add('told what is lifted')
      if (/ goes on as a:/.test(line)) add('goes on')
    }
    await world.end()
  }
  for (const [what, count] of Object.entries(LEAST))
    expect(met.get(what) ?? 0, `${what} of ${JSON.stringify([...met])}`).toBeGreaterThanOrEqual(count)
})

describe('planted faults', () => {
  test.each(PLANTED_ORDER)('[SM248] $name is found', { timeout: 300_000 }, async fault => {
    const program = at(`${PLANTED_ORDER.indexOf(fault)}.mjs`)
    await bundleSimulation(program, fault)
    // one process: which seed fails first, and so the reason, does not depend on time
    const first = ORDER_FROM + (fault.seldom ?? 0)
    const { failure } = await runSeeds({ program, first, count: SEEDS, processes: 1, lines: 40 })
    expect(failure?.reason ?? '').toMatch(fault.reason)
  })
})
