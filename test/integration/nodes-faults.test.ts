import { describe, expect, test } from 'vitest'
import { seeded } from '../simulation/random.ts'
import { redisIsThere } from '../support/redis/redis-server.ts'
import { FAULTS, type FaultName } from '../torture/nodes/faults.ts'
import { tortureNodes } from '../torture/nodes/torture-nodes.ts'

/** The long run is `npm run torture -- --nodes`. */
const SHORT = { people: 30, writers: 6, rooms: 2, lastsMs: () => 3_000, wholeMs: 30_000, quietMs: 300 }

describe.skipIf(!redisIsThere())('three nodes on one Redis', () => {
  test('[RE162] nodes die, restart, stand still, are cut off, deaf and slow, Redis dies, stands still, comes back with and without its data and is replaced: nothing that Redis kept is lost, nothing is there twice, all see the same in one order, nobody leaves and nobody has to come anew', async () => {
    const faults = Object.keys(FAULTS) as FaultName[]
    const { byFault, ...report } = await tortureNodes({ ...SHORT, faults, random: seeded(1) })
    expect(report).toMatchObject({ faults: [], errors: [] })
    expect(byFault.map(({ name }) => name)).toEqual(faults)
    for (const { acknowledged } of byFault) expect(acknowledged).toBeGreaterThan(0)
    // each comes back once for each node that stops, and not all in one second
    const restarted = byFault.find(({ name }) => name.startsWith('all nodes are restarted'))
    expect(restarted?.busiest).toBeLessThanOrEqual(SHORT.people)
  }, 150_000)
})
