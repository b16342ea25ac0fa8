import { once } from 'node:events'
import net from 'node:net'

const SECOND_MS = 1_000

/** Spreads connections over nodes, each to the next one that takes it. */
export class Balancer {
  readonly url: string
  readonly #server: net.Server
  readonly #ports: readonly number[]
  readonly #sockets = new Set<net.Socket>()
  #next = 0
  #recent: number[] = []
  /** The most connections of one second. */
  busiest = 0

  private constructor(server: net.Server, ports: readonly number[]) {
    this.#server = server
    this.#ports = ports
    this.url = `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`
  }

  static async start(ports: readonly number[]): Promise<Balancer> {
    const server = net.createServer({ pauseOnConnect: true })
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1_024 })
    await once(server, 'listening')
    const balancer = new Balancer(server, ports)
    server.on('connection', client => {
      balancer.#count()
      balancer.#sockets.add(client)
      client.on('error', () => {}).on('close', () => balancer.#sockets.delete(client))
      balancer.#connect(client, ports.length)
    })
    return balancer
  }

  async remove(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #connect(client: net.Socket, tries: number): void {
    if (tries === 0) {
      client.destroy()
      return
    }
    const port = this.#ports[this.#next++ % this.#ports.length]!
    const node = net.connect(port, '127.0.0.1')
    const refused = () => this.#connect(client, tries - 1)
    node.once('error', refused)
    node.once('connect', () => {
      node.off('error', refused)
      node.on('error', () => {})
      if (client.destroyed) node.destroy()
      client.pipe(node).pipe(client)
      client.on('close', () => node.destroy())
      node.on('close', () => client.destroy())
    })
  }

  #count(): void {
    const now = performance.now()
    this.#recent = [...this.#recent.filter(at => at > now - SECOND_MS), now]
    this.busiest = Math.max(this.busiest, this.#recent.length)
  }
}
