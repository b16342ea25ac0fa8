import { execSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { devNull, platform } from 'node:os'
import { expect, test } from 'vitest'
import { DescriptorGuard } from '../../../../../server/adapters/process/descriptor-guard.ts'
import { leastFreeDescriptors } from '../../../../../server/adapters/process/least-free.ts'

/** A guard in a process that may open so many descriptors more, of a system that says of so many that they are free. */
function guarded(free: number, told = () => 0) {
  const process = { free, opened: 0, held: 0, said: [] as [string, object, string][] }
  const clock = { time: 0, now: () => clock.time }
  const say = (level: string) => (fields: object, message: string) => void process.said.push([level, fields, message])
  const log = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }
  const open = () => {
    if (process.held >= process.free) throw new Error('EMFILE')
    process.opened++
    return process.held++
  }
  const close = () => void process.held--
  return { process, clock, guard: new DescriptorGuard(clock, log, open, close, told) }
}

test('[OP131] a connection is taken while some descriptors are left, and what was opened to know it is given back', () => {
  const { process, guard } = guarded(50)
  let connections = 0
  for (; guard.admit(); connections++) process.free--
  expect([connections > 30, process.free >= 7, process.held]).toEqual([true, true, 0])
})

test('[OP131] a look serves several connections, and while there are too few there is one in 100 ms', () => {
  const { process, clock, guard } = guarded(10_000)
  for (let n = 0; n < 900; n++) expect(guard.admit()).toBe(true)
  expect(process.opened).toBeLessThanOrEqual(1.3 * 900)
  process.free = 5
  for (let n = 0; n < 40; n++) guard.admit()
  process.opened = 0
  for (let n = 0; n < 1_000; n++) expect(guard.admit()).toBe(false)
  expect(process.opened).toBe(0)
  clock.time += 100
  for (let n = 0; n < 1_000; n++) expect(guard.admit()).toBe(false)
  expect(process.opened).toBe(5)
})

test('[OP131] where the system says how many are free, nothing is opened while there are many', () => {
  const { process, guard } = guarded(2_000, () => Math.max(0, process.free - 1_000))
  let connections = 0
  for (; process.free > 1_100; connections++) {
    expect(guard.admit()).toBe(true)
    process.free--
  }
  expect(process.opened).toBe(0)
  for (; guard.admit(); connections++) process.free--
  expect([connections > 1_900, process.free >= 7, process.opened > 0, process.held]).toEqual([true, true, true, 0])
})

test.runIf(platform() === 'linux')('[OP131] what the system says of this process is true', () => {
  const limit = Number(execSync('ulimit -n', { encoding: 'utf8' }))
  expect(leastFreeDescriptors()).toBeGreaterThan(0)
  const descriptors = Array.from({ length: 600 }, () => openSync(devNull, 'r'))
  const free = leastFreeDescriptors()
  for (const descriptor of descriptors) closeSync(descriptor)
  expect(free).toBeLessThanOrEqual(limit - Math.max(...descriptors))
})

test('[OP131] the log says it at once, every ten seconds while it lasts, and when it is over', () => {
  const { process, clock, guard } = guarded(0)
  const tick = () => {
    clock.time += 100
    return guard.admit()
  }
  for (let n = 0; n < 250; n++) tick()
  expect(process.said.map(([level, fields]) => [level, fields])).toEqual([
    ['warn', { refused: 1 }],
    ['warn', { refused: 100 }],
    ['warn', { refused: 100 }],
  ])
  for (const words of ['ulimit -n', 'LimitNOFILE']) expect(process.said[0]?.[2]).toContain(words)
  process.free = 40
  expect(tick()).toBe(true)
  expect(process.said.slice(3)).toEqual([['info', { refused: 49 }, expect.stringContaining('again')]])
})

test('[OP131] a clock that is set back does not keep it from looking', () => {
  const { process, clock, guard } = guarded(0)
  clock.time += 3_600_000
  expect(guard.admit()).toBe(false)
  process.free = 100
  clock.time -= 3_600_000
  clock.time += 100
  expect(guard.admit()).toBe(true)
})
