import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { endsWithUs } from '../ends-with-us.ts'
import { temporaryFolder } from '../temporary-folder.ts'

export { redisIsThere } from './programs.mjs'

const WAIT_MS = 15_000

export interface RedisOptions {
  /** Lines of its configuration, as arguments: `['--maxmemory', '3mb']`. */
  args?: readonly string[]
  program?: 'redis-server' | 'redis-sentinel'
  /** What its arguments begin with: the file of a sentinel. */
  file?: string
}

/** A real server in a process of its own, on a free port of the loopback, with a temporary folder. */
export class RedisServer {
  readonly port: number
  readonly folder: string
  readonly #remove: () => void
  readonly #options: RedisOptions
  #process: ChildProcess | undefined

  private constructor(port: number, options: RedisOptions, folder = temporaryFolder('redis')) {
    this.port = port
    this.#options = options
    this.folder = folder.path
    this.#remove = folder.remove
  }

  static async start(options: RedisOptions = {}): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), options)
    await server.start()
    return server
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  /** Starts it again, with the data that it saved, if there are any. */
  async start(): Promise<void> {
    const { program = 'redis-server', args = [], file } = this.#options
    const own = ['--port', `${this.port}`, '--bind', '127.0.0.1', '--dir', this.folder, '--save', '']
    // a replica comes at once
    const soon = file ? [] : ['--repl-diskless-sync-delay', '0']
    const words = [...(file ? [file] : []), ...own, ...soon, '--loglevel', 'warning', ...args]
    this.#process = endsWithUs(spawn(program, words, { stdio: 'ignore' }))
    await until(() => /PONG|NOAUTH/.test(this.cli('PING')), `Redis on port ${this.port}`)
  }

  /** As a person would: what it says. */
  cli(...words: string[]): string {
    return cli(this.port, ...words)
  }

  /** What it has is in its folder, for the next start. */
  save(): void {
    this.cli('SAVE')
  }

  forget(): void {
    for (const name of ['dump.rdb', 'appendonlydir'])
      rmSync(path.join(this.folder, name), { recursive: true, force: true })
  }

  async kill9(): Promise<void> {
    await this.#end('SIGKILL')
  }

  stop(): void {
    this.#process?.kill('SIGSTOP')
  }

  cont(): void {
    this.#process?.kill('SIGCONT')
  }

  /** For good. */
  async remove(): Promise<void> {
    await this.#end('SIGKILL')
    this.#remove()
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }
}

export function cli(port: number, ...words: string[]): string {
  try {
    return execFileSync('redis-cli', ['-p', `${port}`, ...words], { encoding: 'utf8', timeout: 5_000, stdio: 'pipe' })
  } catch (error) {
    return String((error as { stderr?: string }).stderr ?? error)
  }
}

export async function freePort(): Promise<number> {
  const server = net.createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

export async function until(holds: () => unknown, what: string, ms = WAIT_MS): Promise<void> {
  for (let waited = 0; waited < ms; waited += 20) {
    if (await holds()) return
    await sleep(20)
  }
  throw new Error(`It was waited in vain for: ${what}`)
}
