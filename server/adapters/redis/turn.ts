import type { Engine } from './engine.ts'
import { DIRECTORY_TAG } from './partitions.ts'
import { transact } from './transact.ts'

/** Whether it is this node's turn to do what one node does for all; it is so until `ms` are over, if nobody asks anew. */
export async function takeTurn(
  engine: Engine,
  prefix: string,
  what: string,
  node: string,
  ms: number,
): Promise<boolean> {
  const key = `${prefix}{${DIRECTORY_TAG}}:turn:${what}`
  const { value } = await transact(engine, DIRECTORY_TAG, cells => {
    const holder = cells.read(['GET', key])
    if (holder !== null && holder !== node) return { value: false }
    cells.beside(['SET', key, node, 'PX', String(ms)])
    return { value: true }
  })
  return value
}
