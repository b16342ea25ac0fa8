import { type Address, type RedisTarget, shown } from '../../core/redis-url.ts'
import { Connection, type ConnectionSetup } from './connection.ts'
import { EngineUnavailable } from './engine.ts'
import { EngineRefused } from './what-befell.ts'

/** A master of a cluster, and the slots that it has. */
export interface Shard {
  readonly address: Address
  readonly slots: readonly (readonly [first: number, last: number])[]
}

/** Where the sentinels say that the master is. */
export async function askSentinels(target: RedisTarget, setup: ConnectionSetup): Promise<Address> {
  const own = { ...setup, login: target.sentinelLogin, database: 0 }
  const reply = await firstOf(target.addresses, own, async connection => {
    const found = await connection.send(['SENTINEL', 'get-master-addr-by-name', target.master])
    if (!found) throw new EngineUnavailable(`The sentinels know no master of the name ${target.master}.`)
    return found as readonly [string, string]
  })
  return { host: reply[0], port: Number(reply[1]) }
}

/** Which masters a cluster has, from the first of these that says it. */
export async function askCluster(addresses: readonly Address[], setup: ConnectionSetup): Promise<Shard[]> {
  return firstOf(addresses, setup, async connection => {
    const ranges = (await connection.send(['CLUSTER', 'SLOTS'])) as [number, number, [string | null, number]][]
    if (ranges.length === 0) throw new EngineUnavailable('The cluster of Redis has no slots.')
    const asked = 'host' in connection.address ? connection.address.host : 'localhost'
    const shards = new Map<string, { address: Address; slots: [number, number][] }>()
    for (const [first, last, [host, port]] of ranges) {
      const address = { host: host && host !== '?' ? host : asked, port }
      const shard = shards.get(shown(address)) ?? { address, slots: [] }
      shard.slots.push([first, last])
      shards.set(shown(address), shard)
    }
    return [...shards.values()]
  })
}

/** One after the other, until one answers; else it rejects with what the last one said, or one that refused. */
async function firstOf<T>(
  addresses: readonly Address[],
  setup: ConnectionSetup,
  ask: (connection: Connection) => Promise<T>,
): Promise<T> {
  let reason: unknown = new EngineUnavailable('There is nobody to ask.')
  for (const address of addresses) {
    let connection: Connection | undefined
    try {
      connection = await Connection.open(setup, address)
      return await ask(connection)
    } catch (error) {
      if (!(reason instanceof EngineRefused)) reason = error
    } finally {
      connection?.fall(new EngineUnavailable('It was only asked.'))
    }
  }
  throw reason
}
