import { rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { CAP_PROBES } from '../support/assembled/cap-probes.ts'
import { buildFaultyServer } from '../support/assembled/faulty-server.ts'
import { LIMIT_PROBES } from '../support/assembled/limit-probes.ts'
import { PLANTED_VALUES } from '../support/assembled/planted-values.ts'
import type { Probe } from '../support/assembled/probe.ts'
import { RATE_PROBES } from '../support/assembled/rate-probes.ts'
import { READ_PROBES } from '../support/assembled/read-probes.ts'
import { STORE_PROBES } from '../support/assembled/store-probes.ts'
import { visitor } from '../support/assembled/visitor.ts'
import { type SpawnedServer, spawnServer } from '../support/spawn-server.ts'

const PROBES: readonly Probe[] = [...LIMIT_PROBES, ...RATE_PROBES, ...READ_PROBES, ...CAP_PROBES, ...STORE_PROBES]
const folder = path.join(import.meta.dirname, '../../.cache/faulty-servers')
const servers = new Map<string, Promise<SpawnedServer>>()

/** One server for all that need the same options. */
function serverFor({ args = [] }: Probe, program?: string): Promise<SpawnedServer> {
  const key = JSON.stringify([args, program])
  const known =
    servers.get(key) ?? spawnServer([...(args.includes('--store') ? [] : ['--store', 'memory']), ...args], {}, program)
  servers.set(key, known)
  return known
}

afterAll(async () => {
  for (const server of servers.values()) await (await server).stop('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

async function seen(probe: Probe, program?: string): Promise<boolean> {
  const value = await probe.look(visitor(await serverFor(probe, program)))
  const [least, most] = probe.range
  if (program === undefined) {
    expect(value).toBeGreaterThanOrEqual(least)
    expect(value).toBeLessThanOrEqual(most)
  }
  return value >= least && value <= most
}

describe('a started server, seen from outside', () => {
  test.concurrent.each(PROBES)('[OP140] $name', { timeout: 120_000 }, async probe => {
    await seen(probe)
  })
})

describe('planted faults', () => {
  test.each(PLANTED_VALUES)('[OP141] $name is seen from outside', { timeout: 120_000 }, async fault => {
    const probe = PROBES.find(({ name }) => fault.probe.test(name))
    if (!probe) throw new Error(`No probe is called ${fault.probe}.`)
    const program = await buildFaultyServer(path.join(folder, String(PLANTED_VALUES.indexOf(fault))), fault)
    expect(await seen(probe, program)).toBe(false)
  })
})
