import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { bundleSimulation } from './bundle.ts'
import { heal, live } from './history.ts'
import { judge } from './judge.ts'
import { PROCESSES, runSeeds } from './run-seeds.ts'
import { story } from './story.ts'
import { ORDER_FROM, World } from './world.ts'

const SEEDS = 300
/** Of those whose acts are counted. */
const LOOKED_AT = 40

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
