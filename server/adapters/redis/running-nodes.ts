import type { Engine } from './engine.ts'
import { LEASE_MS, nodesKey, SKEW_MS } from './node-lease.ts'
import { DIRECTORY_TAG } from './partitions.ts'

const LOOK_MS = 500

/** Whether any node runs: one renews its lease while it is looked on. Where one was left behind that takes as long as a lease lasts. */
export async function isAnyNodeThere(
  engine: Engine,
  prefix: string,
  sleep: (ms: number) => Promise<unknown>,
): Promise<boolean> {
  const read = async () =>
    JSON.stringify((await engine.view(DIRECTORY_TAG, [['HGETALL', nodesKey(prefix)]])).replies[0])
  const before = await read()
  for (let waited = 0; before !== '[]' && waited < LEASE_MS + SKEW_MS; waited += LOOK_MS) {
    await sleep(LOOK_MS)
    if ((await read()) !== before) return true
  }
  return false
}
