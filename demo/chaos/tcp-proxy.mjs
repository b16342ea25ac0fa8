import net from 'node:net'

/** Stands between clients and a server on 127.0.0.1, and fails when told to. */
export async function startTcpProxy(target) {
  /** @type {Set<[net.Socket, net.Socket]>} */
  const pairs = new Set()
  let mostMs = 0
  let frozen = false
  let refusing = false

  /** When what was last written to a socket goes out. @type {WeakMap<net.Socket, number>} */
  const due = new WeakMap()
  /** Late, but in order. @param {net.Socket} to @param {() => void} act */
  const later = (to, act) => {
    const now = Date.now()
    const at = Math.max(due.get(to) ?? 0, now + Math.random() * mostMs)
    if (at <= now) return act()
    due.set(to, at)
    setTimeout(act, at - now)
  }
  /** @param {net.Socket} from @param {net.Socket} to */
  const carry = (from, to) => {
    from.on('data', data => later(to, () => to.destroyed || to.write(data)))
  }

  const server = net.createServer(client => {
    client.on('error', () => {})
    if (refusing) {
      client.resetAndDestroy()
      return
    }
    const upstream = net.connect(target, '127.0.0.1')
    /** @type {[net.Socket, net.Socket]} */
    const pair = [client, upstream]
    pairs.add(pair)
    upstream.on('error', () => client.resetAndDestroy())
    client.on('close', () => {
      pairs.delete(pair)
      upstream.destroy()
    })
    upstream.on('close', () => client.destroySoon())
    client.setNoDelay(true)
    upstream.setNoDelay(true)
    carry(client, upstream)
    carry(upstream, client)
    client.on('end', () => later(upstream, () => upstream.end()))
    if (frozen) for (const socket of pair) socket.pause()
  })

  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(undefined))
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')

  const cut = () => {
    for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy()
  }
  /** @param {(socket: net.Socket) => void} act */
  const each = act => {
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
    delay(ms) {
      mostMs = ms
    },
    retarget(port) {
      target = port
    },
    async close() {
      cut()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
