import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { bundleSimulation, plant } from './bundle.ts'
import { PLANTED_ELSEWHERE } from './planted-changes.ts'
import { PLANTED_FAULTS } from './planted-faults.ts'
import { DEFAULT_SEEDS, PROCESSES, runSeeds } from './run-seeds.ts'
import { story } from './story.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const VITEST = path.join(ROOT, 'node_modules/vitest/vitest.mjs')
/** Vitest with a fault in the source that it tests. */
const CONFIG = path.join(ROOT, 'vitest.planted.config.ts')

const folder = temporaryFolder('simulation')
const at = (name: string) => path.join(folder.path, name)

beforeAll(async () => {
  mkdirSync(folder.path, { recursive: true })
  await bundleSimulation(at('honest.mjs'))
  return () => folder.remove()
})

const one = { program: at('honest.mjs'), processes: 1, lines: 60 }
const honest = (first: number, count: number) => runSeeds({ ...one, first, count, processes: PROCESSES })
/** With all of their traces. */
const whole = (first: number, count: number) => runSeeds({ ...one, first, count, lines: Number.MAX_SAFE_INTEGER })

test('[CL19] after every history of faults all show the same, once and in order', { timeout: 600_000 }, async () => {
  const { failure, seeds, messages } = await honest(1, DEFAULT_SEEDS)
  expect(failure && story(failure)).toBeUndefined()
  expect(seeds).toBe(DEFAULT_SEEDS)
  // a simulation in which nobody talks proves nothing
  expect(messages).toBeGreaterThan(DEFAULT_SEEDS * 20)
})

test('[SM1] the same seed is the same history, to the last line of its trace', { timeout: 60_000 }, async () => {
  for (const first of [1, 2, 3, 4]) {
    const [once, again] = [await honest(first, 1), await honest(first, 1)]
    expect(once.last?.trace.length).toBe(60)
    expect(again).toEqual(once)
  }
})

test('[SM1] also behind other seeds in the same process, whatever those have loaded', { timeout: 60_000 }, async () => {
  const [alone, behind] = [await whole(18, 1), await whole(17, 2)]
  expect(behind.last?.seed).toBe(18)
  expect(behind.last).toEqual(alone.last)
})

describe('planted faults', () => {
  test.each(PLANTED_FAULTS)('[SM2] $name is found', { timeout: 600_000 }, async fault => {
    const program = at(`${PLANTED_FAULTS.indexOf(fault)}.mjs`)
    await bundleSimulation(program, fault)
    // one process: which seed fails first, and so the reason, does not depend on time
    const { failure } = await runSeeds({
      program,
      first: 1 + (fault.seldom ?? 0),
      count: DEFAULT_SEEDS,
      processes: 1,
      lines: 40,
    })
    expect(failure?.reason ?? '').toMatch(fault.reason)
  })

  test.each(PLANTED_ELSEWHERE)('[SM230] $name is found by its tests', { timeout: 120_000 }, async fault => {
    const words = [VITEST, 'run', '--config', CONFIG, '--root', ROOT, fault.tests, '-t', fault.named]
    const env = { ...process.env, CHAT_PLANTED_FAULT: fault.name, NO_COLOR: '1' }
    const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    child.stdout.on('data', data => (said += data))
    child.stderr.on('data', data => (said += data))
    const status = await new Promise(resolve => child.on('close', resolve))
    expect(status, said).toBe(1)
    expect(said.split('\n').filter(line => line.includes('FAIL'))).toContainEqual(expect.stringMatching(fault.reason))
  })

  test('[SM2] a fault that cannot be planted exactly once is refused', () => {
    const fault = { name: 'x', file: 'a.ts', find: 'a', replace: '$&', reason: /x/ }
    expect(plant(fault, 'an')).toBe('$&n')
    expect(() => plant(fault, 'aa')).toThrow('2 times')
    expect(() => plant(fault, 'b')).toThrow('0 times')
  })
})
