import { systemRandom } from '../../../server/adapters/process/system-random.ts'
import { askDirectory } from '../../../server/adapters/redis/directory-ask.ts'
import { changeDirectory } from '../../../server/adapters/redis/directory-commit.ts'
import type { DirectoryTables } from '../../../server/ports/directory.ts'
import type { DirectoryChange } from '../../../server/ports/directory-change.ts'
import { CountingEngine } from './counting-engine.ts'
import { MemoryRedisServer } from './memory-engine.ts'

export const PREFIX = 't:'

/** Two nodes of one server; at each step some others go first. */
export function twoNodes(waits: readonly number[] = [0]) {
  const server = new MemoryRedisServer(() => 0)
  let nth = 0
  const pause = async () => {
    const wait = waits[nth++ % waits.length] ?? 0
    for (let turn = 0; turn < wait; turn++) await undefined
  }
  const nodes = [new CountingEngine(server, pause), new CountingEngine(server, pause)] as const
  const change = (engine: CountingEngine, it: DirectoryChange) => changeDirectory(engine, PREFIX, it, systemRandom)
  const question = <What extends keyof DirectoryTables>(what: What, ...about: Parameters<DirectoryTables[What]>) =>
    askDirectory(nodes[0], PREFIX, what, about)
  return { server, nodes, change, question }
}

export type TwoNodes = ReturnType<typeof twoNodes>

/** Makes all of these from two nodes, several at once; in the order in which the log has those that wrote anything. */
export async function makeAll({ nodes, change }: TwoNodes, all: readonly DirectoryChange[], atOnce: number) {
  const made: { it: DirectoryChange; answer: unknown; seq: number }[] = []
  const left = [...all]
  const work = async (engine: CountingEngine) => {
    for (let it = left.shift(); it; it = left.shift()) {
      const { answer, seq } = await change(engine, it)
      if (seq > 0) made.push({ it, answer, seq })
    }
  }
  await Promise.all(nodes.flatMap(engine => Array.from({ length: atOnce }, () => work(engine))))
  return made.sort((one, other) => one.seq - other.seq)
}
