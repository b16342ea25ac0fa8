import WebSocket from 'ws'

export interface OpenedSocket {
  socket: WebSocket
  /** Every object received so far, out of arrays too. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into them freely
  received: any[]
  send(frame: object): void
  /** The first object that fits, now or later. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it freely
  next(fits: (frame: any) => boolean): Promise<any>
  closed: Promise<{ code: number; reason: string }>
}

export interface SocketOptions {
  protocols?: string[]
  headers?: Record<string, string>
  /** Where it seems to come from: an address of this machine, like 127.0.0.7. */
  localAddress?: string | undefined
}

/** A raw WebSocket. Rejects with the status when the upgrade is refused. */
export function openSocket(
  url: string,
  { protocols = ['chat.v1'], headers = {}, localAddress }: SocketOptions = {},
): Promise<OpenedSocket> {
  const socket = new WebSocket(url, protocols, localAddress === undefined ? { headers } : { headers, localAddress })
  const received: unknown[] = []
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const check of [...waiting]) check()
  }
  socket.on('message', data => {
    received.push(...[JSON.parse(data.toString())].flat())
    wake()
  })
  const closed = new Promise<{ code: number; reason: string }>(resolve => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
  })
  const next = (fits: (frame: unknown) => boolean) =>
    new Promise<unknown>((resolve, reject) => {
      const check = () => {
        const found = received.find(fits)
        if (found === undefined) return
        waiting.delete(check)
        resolve(found)
      }
      waiting.add(check)
      closed.then(({ code }) => reject(new Error(`closed with ${code} before that frame`)), reject)
      check()
    })
  return new Promise((resolve, reject) => {
    socket.on('open', () =>
      resolve({ socket, received, send: frame => socket.send(JSON.stringify(frame)), next, closed }),
    )
    socket.on('unexpected-response', (_request, response) => {
      reject(new Error(`refused with ${response.statusCode}`))
      socket.terminate()
    })
    socket.on('error', reject)
  })
}
