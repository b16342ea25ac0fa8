import { once } from 'node:events'
import net from 'node:net'

interface Passing {
  node: net.Socket
  redis: net.Socket
  hears: boolean
  isDeaf: boolean
}

export interface RedisLineOptions {
  /** Where it leads. */
  port: number
  /** What becomes of each answer. */
  rewrite?: (answer: Buffer) => Buffer | string
}

/** The way from one node to one server of Redis, on which everything can happen. */
export class RedisLine {
  readonly port: number
  readonly #server: net.Server
  readonly #passing = new Set<Passing>()
  #isCut = false
  #isHeld = false
  #slowMs = 0

  private constructor(server: net.Server) {
    this.#server = server
    this.port = (server.address() as net.AddressInfo).port
  }

  static async start({ port, rewrite = answer => answer }: RedisLineOptions): Promise<RedisLine> {
    const server = net.createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const line = new RedisLine(server)
    server.on('connection', node => {
      if (line.#isCut) node.destroy()
      else line.#pass(node, net.connect(port, '127.0.0.1'), rewrite)
    })
    return line
  }

  /** All connections end, and no other one is made. */
  cut(): void {
    this.#isCut = true
    this.#endAll()
  }

  /** Nothing comes through, and nobody is told; it comes when the line is mended. */
  hold(): void {
    this.#isHeld = true
    for (const passing of this.#passing) this.#holdOne(passing)
  }

  /** Everything comes later, each way. */
  slow(ms: number): void {
    this.#slowMs = ms
  }

  /** The subscribers of now hear nothing any more. */
  deafen(): void {
    for (const passing of this.#passing) passing.isDeaf = passing.hears
  }

  /** Of cut, held and slow; a deaf connection stays so. */
  mend(): void {
    this.#isCut = false
    this.#isHeld = false
    this.#slowMs = 0
    for (const { node, redis } of this.#passing) for (const socket of [node, redis]) socket.resume()
  }

  async remove(): Promise<void> {
    this.#endAll()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #endAll(): void {
    for (const { node } of this.#passing) node.destroy()
  }

  #holdOne({ node, redis }: Passing): void {
    for (const socket of [node, redis]) socket.pause()
  }

  #pass(node: net.Socket, redis: net.Socket, rewrite: (answer: Buffer) => Buffer | string): void {
    const passing: Passing = { node, redis, hears: false, isDeaf: false }
    const [there, back] = [new Lane(), new Lane()]
    this.#passing.add(passing)
    node.on('data', data => {
      if (/\r\ns?subscribe\r\n/i.test(data.toString('latin1'))) passing.hears = true
      there.add(this.#slowMs, () => redis.write(data))
    })
    redis.on('data', data => passing.isDeaf || back.add(this.#slowMs, () => node.write(rewrite(data))))
    for (const [one, other] of [
      [node, redis],
      [redis, node],
    ] as const)
      one
        .setNoDelay(true)
        .on('error', () => {})
        .on('close', () => {
          this.#passing.delete(passing)
          other.destroy()
        })
    if (this.#isHeld) this.#holdOne(passing)
  }
}

/** What is late comes in its order, also when what comes behind it is not late. */
class Lane {
  readonly #waiting: { due: number; act: () => void }[] = []

  add(ms: number, act: () => void): void {
    if (ms === 0 && this.#waiting.length === 0) {
      act()
      return
    }
    this.#waiting.push({ due: performance.now() + ms, act })
    if (this.#waiting.length === 1) this.#plan()
  }

  #plan(): void {
    const [first] = this.#waiting
    if (!first) return
    setTimeout(
      () => {
        first.act()
        this.#waiting.shift()
        this.#plan()
      },
      Math.max(0, first.due - performance.now()),
    )
  }
}
