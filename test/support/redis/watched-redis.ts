import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { temporaryFolder } from '../temporary-folder.ts'
import { RedisServer, until } from './redis-server.ts'

/** A master, its replica, and a sentinel that makes the one the other when the master is gone. */
export class WatchedRedis {
  readonly master: RedisServer
  readonly replica: RedisServer
  readonly sentinel: RedisServer
  readonly #remove: () => void

  private constructor(master: RedisServer, replica: RedisServer, sentinel: RedisServer, remove: () => void) {
    this.master = master
    this.replica = replica
    this.sentinel = sentinel
    this.#remove = remove
  }

  /** `args`: of the master and of the replica. */
  static async start(args: readonly string[] = []): Promise<WatchedRedis> {
    const master = await RedisServer.start({ args })
    const replica = await RedisServer.start({ args })
    replica.cli('REPLICAOF', '127.0.0.1', `${master.port}`)
    await until(() => /master_link_status:up/.test(replica.cli('INFO', 'replication')), 'a replica')
    const folder = temporaryFolder('sentinel')
    const file = path.join(folder.path, 'sentinel.conf')
    const lines = [
      `sentinel monitor mymaster 127.0.0.1 ${master.port} 1`,
      'sentinel down-after-milliseconds mymaster 500',
      'sentinel failover-timeout mymaster 5000',
    ]
    writeFileSync(file, `${lines.join('\n')}\n`)
    const sentinel = await RedisServer.start({ program: 'redis-sentinel', file })
    const watched = new WatchedRedis(master, replica, sentinel, folder.remove)
    await until(
      () => /num-slaves\n1\n/.test(sentinel.cli('SENTINEL', 'MASTER', 'mymaster')),
      'a sentinel that knows all',
    )
    return watched
  }

  get url(): string {
    return `redis+sentinel://127.0.0.1:${this.sentinel.port}/mymaster/0`
  }

  /** Who is the one and who the other now, as the sentinel says. */
  now(): { master: RedisServer; replica: RedisServer } {
    const { master, replica } = this
    const port = this.sentinel.cli('SENTINEL', 'get-master-addr-by-name', 'mymaster').split('\n')[1]
    return port === `${replica.port}` ? { master: replica, replica: master } : { master, replica }
  }

  /** How long the master may be away before the other one takes its place, in ms. */
  watch(ms: number): void {
    this.sentinel.cli('SENTINEL', 'SET', 'mymaster', 'down-after-milliseconds', `${ms}`)
  }

  /** Resolves when this one is the master, and knows it. */
  async isMaster(server: RedisServer): Promise<void> {
    const isSo = () => this.now().master === server && /role:master/.test(server.cli('INFO', 'replication'))
    await until(isSo, `a master on port ${server.port}`, 30_000)
  }

  /** Resolves when this one has all that the master has now. */
  async follows(server: RedisServer): Promise<void> {
    const field = (text: string, name: string) => new RegExp(`${name}:(\\S+)`).exec(text)?.[1]
    const isSo = () => {
      const [master, own] = [this.now().master, server].map(each => each.cli('INFO', 'replication')) as [string, string]
      const isLinked = field(own, 'role') === 'slave' && field(own, 'master_link_status') === 'up'
      const isSame = field(own, 'master_replid') === field(master, 'master_replid')
      return (
        isLinked && isSame && Number(field(own, 'slave_repl_offset')) >= Number(field(master, 'master_repl_offset'))
      )
    }
    await until(isSo, `a replica on port ${server.port}`, 30_000)
  }

  async remove(): Promise<void> {
    await Promise.all([this.sentinel, this.master, this.replica].map(server => server.remove()))
    this.#remove()
  }
}
