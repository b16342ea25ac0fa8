import { once } from 'node:events'
import net from 'node:net'

/** A way to a server on which nothing comes back of connections that are deaf. */
export class DeafProxy {
  readonly port: number
  readonly #server: net.Server
  readonly #lines = new Set<{ socket: net.Socket; hears: boolean; isDeaf: boolean }>()

  private constructor(server: net.Server) {
    this.#server = server
    this.port = (server.address() as net.AddressInfo).port
  }

  static async start(to: number): Promise<DeafProxy> {
    const server = net.createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const proxy = new DeafProxy(server)
    server.on('connection', socket => proxy.#pass(socket, net.connect(to, '127.0.0.1')))
    return proxy
  }

  /** The subscribers of now hear nothing any more. */
  deafen(): void {
    for (const line of this.#lines) line.isDeaf = line.hears
  }

  async remove(): Promise<void> {
    for (const { socket } of this.#lines) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #pass(socket: net.Socket, server: net.Socket): void {
    const line = { socket, hears: false, isDeaf: false }
    this.#lines.add(line)
    socket.on('data', data => {
      if (/\r\ns?subscribe\r\n/i.test(String(data))) line.hears = true
      server.write(data)
    })
    server.on('data', data => line.isDeaf || socket.write(data))
    for (const [one, other] of [
      [socket, server],
      [server, socket],
    ] as const)
      one
        .on('error', () => {})
        .on('close', () => {
          this.#lines.delete(line)
          other.destroy()
        })
  }
}
