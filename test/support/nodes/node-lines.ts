import { RedisCluster } from '../redis/redis-cluster.ts'
import type { RedisServer } from '../redis/redis-server.ts'
import { WatchedRedis } from '../redis/watched-redis.ts'
import { RedisLine } from './redis-line.ts'

export type AnyRedis = RedisServer | WatchedRedis | RedisCluster

/** All ways of one node to Redis. A cluster is reached without any. */
export class NodeLines {
  /** For the node. */
  readonly url: string
  readonly #lines: readonly RedisLine[]

  private constructor(url: string, lines: readonly RedisLine[]) {
    this.url = url
    this.#lines = lines
  }

  static async to(redis: AnyRedis): Promise<NodeLines> {
    if (redis instanceof RedisCluster) return new NodeLines(redis.url, [])
    if (!(redis instanceof WatchedRedis)) {
      const line = await RedisLine.start(redis)
      return new NodeLines(`redis://127.0.0.1:${line.port}`, [line])
    }
    const servers = [redis.master, redis.replica]
    const lines = await Promise.all(servers.map(server => RedisLine.start(server)))
    // where a sentinel says that the master is, there is the line to it
    const rewrite = (answer: Buffer) =>
      servers.reduce((text, { port }, at) => {
        const own = `${lines[at]?.port}`
        return text.replaceAll(`$${`${port}`.length}\r\n${port}\r\n`, `$${own.length}\r\n${own}\r\n`)
      }, answer.toString('latin1'))
    const sentinel = await RedisLine.start({ port: redis.sentinel.port, rewrite })
    return new NodeLines(`redis+sentinel://127.0.0.1:${sentinel.port}/mymaster/0`, [...lines, sentinel])
  }

  cut(): void {
    for (const line of this.#lines) line.cut()
  }

  hold(): void {
    for (const line of this.#lines) line.hold()
  }

  slow(ms: number): void {
    for (const line of this.#lines) line.slow(ms)
  }

  deafen(): void {
    for (const line of this.#lines) line.deafen()
  }

  mend(): void {
    for (const line of this.#lines) line.mend()
  }

  async remove(): Promise<void> {
    await Promise.all(this.#lines.map(line => line.remove()))
  }
}
