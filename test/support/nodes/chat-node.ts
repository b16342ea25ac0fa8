import { ask, type Reply } from '../ask.ts'
import { freePort } from '../server-kit/free-port.ts'
import { type SpawnedServer, spawnServer } from '../spawn-server.ts'
import { type AnyRedis, NodeLines } from './node-lines.ts'

export interface ChatNodeOptions {
  redis: AnyRedis
  name: string
  /** Of the server, beside its port, its name and its Redis. */
  args?: readonly string[]
}

/** The built server as one node of many: a process on a port of its own, with ways of its own to Redis. */
export class ChatNode {
  readonly name: string
  readonly port: number
  readonly lines: NodeLines
  readonly url: string
  readonly wsUrl: string
  readonly #args: readonly string[]
  #server: SpawnedServer | undefined
  /** What processes that are gone have logged. */
  #logged = ''

  private constructor(port: number, lines: NodeLines, { name, args = [] }: ChatNodeOptions) {
    this.name = name
    this.port = port
    this.lines = lines
    this.url = `http://127.0.0.1:${port}`
    this.wsUrl = `ws://127.0.0.1:${port}/ws`
    this.#args = ['--port', `${port}`, '--redis', lines.url, '--node', name, '--no-limits', ...args]
  }

  static async start(options: ChatNodeOptions): Promise<ChatNode> {
    const node = new ChatNode(await freePort(), await NodeLines.to(options.redis), options)
    await node.start()
    return node
  }

  async start(): Promise<void> {
    this.#server = await spawnServer(this.#args)
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const server = this.#server
    this.#server = undefined
    const exit = await server?.stop(signal)
    if (exit) this.#logged += exit.stdout + exit.stderr
  }

  /** As it is, until `cont`. */
  stop(): void {
    this.#server?.process.kill('SIGSTOP')
  }

  cont(): void {
    this.#server?.process.kill('SIGCONT')
  }

  /** All lines so far. */
  log(): string {
    return this.#logged + (this.#server?.stdout() ?? '') + (this.#server?.stderr() ?? '')
  }

  ready(): Promise<Reply> {
    return ask(`${this.url}/readyz`)
  }

  /** A value of its metrics; undefined: it has none of this name. */
  async metric(name: string): Promise<number | undefined> {
    const { text } = await ask(`${this.url}/metrics`)
    const line = text.split('\n').find(each => each.startsWith(`${name} `))
    return line === undefined ? undefined : Number(line.slice(name.length))
  }

  async remove(): Promise<void> {
    this.cont()
    await this.end('SIGKILL')
    await this.lines.remove()
  }
}
