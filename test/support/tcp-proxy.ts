import net from 'node:net'

export interface TcpProxy {
  port: number
  /** `http://127.0.0.1:port` */
  url: string
  /** Connections open now. */
  readonly size: number
  /** Resets every connection, as a network that fails; new ones are taken. */
  cut(): void
  /** Nothing passes any more, in either direction, and nothing is closed, until `resume`. */
  freeze(): void
  resume(): void
  /** New connections are reset, until `accept`. */
  refuse(): void
  accept(): void
  /** New connections go to another port. */
  retarget(port: number): void
  close(): Promise<void>
}

/** Stands between clients and a server on 127.0.0.1, and fails when told to. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const pairs = new Set<[net.Socket, net.Socket]>()
  let frozen = false
  let refusing = false

  const server = net.createServer(client => {
    client.on('error', () => {})
    if (refusing) {
      client.resetAndDestroy()
      return
    }
    const upstream = net.connect(target, '127.0.0.1')
    const pair: [net.Socket, net.Socket] = [client, upstream]
    pairs.add(pair)
    upstream.on('error', () => client.resetAndDestroy())
    client.on('close', () => {
      pairs.delete(pair)
      upstream.destroy()
    })
    upstream.on('close', () => client.destroySoon())
    client.setNoDelay(true)
    upstream.setNoDelay(true)
    client.on('data', data => upstream.write(data))
    upstream.on('data', data => client.write(data))
    client.on('end', () => upstream.end())
    if (frozen) for (const socket of pair) socket.pause()
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')

  const cut = () => {
    for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy()
  }
  const each = (act: (socket: net.Socket) => void) => {
    for (const pair of pairs) for (const socket of pair) act(socket)
  }
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    get size() {
      return pairs.size
    },
    cut,
    freeze() {
      frozen = true
      each(socket => socket.pause())
    },
    resume() {
      frozen = false
      each(socket => socket.resume())
    },
    refuse() {
      refusing = true
    },
    accept() {
      refusing = false
    },
    retarget(port) {
      target = port
    },
    async close() {
      cut()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}
