import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { bundleSimulation } from './bundle.ts'
import { PLANTED_NODES } from './planted-nodes.ts'
import { tell } from './run-seed.ts'
import { PROCESSES, runSeeds } from './run-seeds.ts'
import { story } from './story.ts'
import { NODES_FROM, World } from './world.ts'

const SEEDS = 1_000
/** Of those whose acts are counted. */
const LOOKED_AT = 80

/** How often each is met at least, by what the trace says. */
const LEAST: Record<string, [RegExp, number]> = {
  ...{ 'node killed': [/: ends: (killed|before|after)/, 20], 'node drained': [/: ends: stopped$/, 30] },
  ...{ 'node stopped': [/seed: stop a node/, 10], 'node cut off': [/seed: cut off/, 15] },
  ...{ 'deaf node': [/seed: (all )?deaf/, 15], 'redis away': [/redis: goes/, 10] },
  ...{ 'redis loses': [/redis: loses [1-9]/, 1], 'redis stands still': [/seed: engine stands still/, 5] },
  ...{ 'memory full': [/seed: memory full/, 5], muted: [/steward: .* is muted/, 10] },
  ...{ seated: [/steward: a:\w+ is /, 10], 'out everywhere': [/is logged out everywhere/, 5] },
  ...{ new_message: [/redis: .* new_message/, 500], reaction: [/redis: .* reaction/, 30] },
  ...{ edited: [/redis: .* message_edited/, 10], deleted: [/redis: .* message_deleted/, 4] },
}

const folder = temporaryFolder('nodes')
const at = (name: string) => path.join(folder.path, name)

beforeAll(() => {
  mkdirSync(folder.path, { recursive: true })
  return () => folder.remove()
})

test('[SM260] whatever becomes of nodes and of their Redis, in the end all show the same, once and in order', {
  timeout: 600_000,
}, async () => {
  await bundleSimulation(at('honest.mjs'))
  const run = { program: at('honest.mjs'), first: NODES_FROM, count: SEEDS, processes: PROCESSES, lines: 60 }
  const { failure, seeds, messages } = await runSeeds(run)
  expect(failure && story(failure)).toBeUndefined()
  expect(seeds).toBe(SEEDS)
  expect(messages).toBeGreaterThan(SEEDS * 10)
})

test('[SM261] in those histories everything happens that befalls nodes, and more than once', {
  timeout: 300_000,
}, async () => {
  const lines: string[] = []
  for (let seed = NODES_FROM; seed < NODES_FROM + LOOKED_AT; seed++) {
    const world = new World(seed, Number.POSITIVE_INFINITY)
    await tell(world)
    lines.push(...world.trace.lines)
    await world.end()
  }
  for (const [what, [said, least]] of Object.entries(LEAST))
    expect(lines.filter(line => said.test(line)).length, what).toBeGreaterThanOrEqual(least)
})

test('[SM262] the same seed of nodes is the same history', { timeout: 60_000 }, async () => {
  const once = async () => {
    const world = new World(NODES_FROM + 7, Number.POSITIVE_INFINITY)
    await tell(world)
    return world.trace.lines
  }
  expect(await once()).toEqual(await once())
})

describe('planted faults', () => {
  test.each(PLANTED_NODES)('[SM263] $name is found', { timeout: 300_000 }, async fault => {
    const program = at(`${PLANTED_NODES.indexOf(fault)}.mjs`)
    await bundleSimulation(program, fault)
    // one process: which seed fails first, and so the reason, does not depend on time
    const first = NODES_FROM + (fault.seldom ?? 0)
    const { failure } = await runSeeds({ program, first, count: SEEDS, processes: 1, lines: 40 })
    expect(failure?.reason ?? '').toMatch(fault.reason)
  })
})
