import { freePort, RedisServer, until } from './redis-server.ts'

const SLOTS = 16_384

/** Masters without replicas, each with its part of the slots. */
export class RedisCluster {
  readonly masters: readonly RedisServer[]

  private constructor(masters: readonly RedisServer[]) {
    this.masters = masters
  }

  /** `more`: of each master. */
  static async start(size = 3, more: readonly string[] = []): Promise<RedisCluster> {
    const started = Array.from({ length: size }, async () => {
      const bus = await freePort()
      const args = ['--cluster-enabled', 'yes', '--cluster-port', `${bus}`, '--cluster-node-timeout', '2000', ...more]
      return { bus, server: await RedisServer.start({ args }) }
    })
    const nodes = await Promise.all(started)
    const servers = nodes.map(({ server }) => server)
    for (const [at, server] of servers.entries()) {
      const [first, next] = [at, at + 1].map(part => Math.floor((part * SLOTS) / size)) as [number, number]
      server.cli('CLUSTER', 'ADDSLOTSRANGE', `${first}`, `${next - 1}`)
      server.cli('CLUSTER', 'SET-CONFIG-EPOCH', `${at + 1}`)
    }
    for (const { server, bus } of nodes.slice(1))
      servers[0]?.cli('CLUSTER', 'MEET', '127.0.0.1', `${server.port}`, `${bus}`)
    const isWhole = (server: RedisServer) =>
      /cluster_state:ok/.test(server.cli('CLUSTER', 'INFO')) &&
      server.cli('CLUSTER', 'NODES').match(/connected \d+-\d+/g)?.length === size
    await until(() => servers.every(isWhole), 'a whole cluster')
    return new RedisCluster(servers)
  }

  get url(): string {
    return `redis+cluster://${this.masters.map(({ port }) => `127.0.0.1:${port}`).join(',')}`
  }

  /** The master that has a key now, as the first one knows. */
  ownerOf(slot: number): RedisServer {
    const ids = this.masters.map(master => master.cli('CLUSTER', 'MYID').trim())
    for (const line of (this.masters[0] as RedisServer).cli('CLUSTER', 'NODES').split('\n')) {
      const [id = '', ...words] = line.split(' ')
      for (const word of words.slice(7)) {
        const [first, last = first] = word.split('-').map(Number) as [number, number?]
        if (slot >= first && slot <= last) return this.masters[ids.indexOf(id)] as RedisServer
      }
    }
    throw new Error(`Nobody has slot ${slot}.`)
  }

  /** Gives a slot and what is in it to another master. */
  move(slot: number, to: RedisServer): void {
    const from = this.ownerOf(slot)
    const [fromId, toId] = [from, to].map(server => server.cli('CLUSTER', 'MYID').trim()) as [string, string]
    to.cli('CLUSTER', 'SETSLOT', `${slot}`, 'IMPORTING', fromId)
    from.cli('CLUSTER', 'SETSLOT', `${slot}`, 'MIGRATING', toId)
    const keys = from.cli('CLUSTER', 'GETKEYSINSLOT', `${slot}`, '100').trim().split('\n').filter(Boolean)
    if (keys.length > 0) from.cli('MIGRATE', '127.0.0.1', `${to.port}`, '', '0', '5000', 'KEYS', ...keys)
    for (const server of [to, from, ...this.masters]) server.cli('CLUSTER', 'SETSLOT', `${slot}`, 'NODE', toId)
  }

  async remove(): Promise<void> {
    await Promise.all(this.masters.map(master => master.remove()))
  }
}
