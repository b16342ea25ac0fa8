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

  static async start(): Promise<WatchedRedis> {
    const master = await RedisServer.start()
    const replica = await RedisServer.start({ args: ['--replicaof', '127.0.0.1', `${master.port}`] })
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

  async remove(): Promise<void> {
    await Promise.all([this.sentinel, this.master, this.replica].map(server => server.remove()))
    this.#remove()
  }
}
