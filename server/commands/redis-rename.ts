import { setTimeout as sleep } from 'node:timers/promises'
import { renameRoomIn } from '../adapters/redis/rename-room.ts'
import { isAnyNodeThere } from '../adapters/redis/running-nodes.ts'
import type { CommandCall } from './call.ts'
import { withRedis } from './with-redis.ts'

/** As in a database. No node may run, which is looked at. */
export function renameRoomInRedis(call: CommandCall, from: string, to: string): Promise<number> {
  return withRedis(call, async ({ engine, prefix, random, print }) => {
    if (await isAnyNodeThere(engine, prefix, sleep)) throw new Error('A node runs. Stop all of them first.')
    const problem = await renameRoomIn(engine, prefix, random, from, to)
    if (problem !== undefined) throw new Error(problem)
    print(`The room ${from} is called ${to} now.\n`)
    return 0
  })
}
