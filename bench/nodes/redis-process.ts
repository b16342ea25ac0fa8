import { spawn } from 'node:child_process'
import { RedisServer } from '../../test/support/redis/redis-server.ts'

/** Redis as it is when it is installed, but for its files: nothing is written to the disk unless `args` say so. */
export async function startRedis(args: readonly string[] = []): Promise<RedisServer> {
  return RedisServer.start({ args: ['--appendonly', 'no', ...args] })
}

/** CPU time of a Redis so far, as it says itself; seconds. */
export function redisCpu(redis: RedisServer): number {
  const text = redis.cli('INFO', 'cpu')
  const of = (name: string) => Number(new RegExp(`${name}:([\\d.]+)`).exec(text)?.[1] ?? 0)
  return of('used_cpu_sys') + of('used_cpu_user')
}

/** Commands that it ran so far, scripts as one. */
export function redisCommands(redis: RedisServer): number {
  return Number(/total_commands_processed:(\d+)/.exec(redis.cli('INFO', 'stats'))?.[1] ?? 0)
}

/** What `redis-benchmark` prints of requests a second. */
export function redisBenchmark(port: number, requests: number, command: readonly string[]): Promise<number> {
  const args = ['-p', String(port), '-c', '50', '-P', '16', '-n', String(requests), '--csv', ...command]
  return new Promise((resolve, reject) => {
    const child = spawn('redis-benchmark', args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', text => {
      said += text
    })
    child.once('error', reject)
    child.once('close', () => {
      const last = said.trim().split('\n').at(-1) ?? ''
      const rate = Number(/","([\d.]+)"/.exec(last)?.[1])
      if (rate > 0) resolve(rate)
      else reject(new Error(`redis-benchmark said: ${said.slice(0, 300)}`))
    })
  })
}
