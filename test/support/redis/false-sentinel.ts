import { once } from 'node:events'
import net from 'node:net'

/** Says of a master what it is told to say. */
export class FalseSentinel {
  /** Ports that it names, the last one for ever. */
  names: number[]
  readonly #server: net.Server
  readonly #sockets = new Set<net.Socket>()

  private constructor(server: net.Server, names: number[]) {
    this.#server = server
    this.names = names
  }

  static async start(...names: number[]): Promise<FalseSentinel> {
    const server = net.createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const sentinel = new FalseSentinel(server, names)
    server.on('connection', socket => sentinel.#answer(socket))
    return sentinel
  }

  get url(): string {
    return `redis+sentinel://127.0.0.1:${(this.#server.address() as net.AddressInfo).port}/mymaster/0`
  }

  async remove(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #answer(socket: net.Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket))
    socket.on('data', data => {
      if (!/sentinel/i.test(String(data))) return void socket.write('+OK\r\n')
      const port = `${this.names.length > 1 ? this.names.shift() : this.names[0]}`
      socket.write(`*2\r\n$9\r\n127.0.0.1\r\n$${port.length}\r\n${port}\r\n`)
    })
  }
}
