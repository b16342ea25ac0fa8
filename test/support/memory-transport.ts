import type {
  HttpRequest,
  HttpResponse,
  Peer,
  PeerEvents,
  Transport,
  TransportHandler,
} from '../../server/ports/transport.ts'

export interface MemoryTransportOptions {
  /** Bytes that may wait for one socket; beyond, it is closed as slow. Default: any. */
  maxBackpressureBytes?: number
  /** When `closed` is called after `close`: as uWebSockets.js does it, or as `ws` does. Default `at once`. */
  closes?: 'at once' | 'later'
}

/** Sockets in memory. Nothing travels, in either direction, before `flush`. */
export class MemoryTransport implements Transport {
  readonly name = 'ws'
  readonly options: MemoryTransportOptions
  readonly #sockets = new Set<MemorySocket>()
  /** What they were sent before may still be read. */
  readonly #closed = new Set<MemorySocket>()
  readonly #topics = new Map<string, Set<MemorySocket>>()
  #handler: TransportHandler | undefined
  #ids = 0
  /** Calls of `publish` by the application. */
  published = 0

  constructor(options: MemoryTransportOptions = {}) {
    this.options = options
  }

  listen(_host: string, port: number, handler: TransportHandler): Promise<{ port: number }> {
    this.#handler = handler
    return Promise.resolve({ port })
  }

  publish(topic: string, text: string): void {
    this.published++
    this.publishExcept(undefined, topic, text)
  }

  publishExcept(except: MemorySocket | undefined, topic: string, text: string): void {
    for (const socket of [...(this.#topics.get(topic) ?? [])]) if (socket !== except) socket.queue(text)
  }

  subscribe(socket: MemorySocket, topic: string): void {
    const sockets = this.#topics.get(topic) ?? new Set()
    this.#topics.set(topic, sockets.add(socket))
  }

  unsubscribe(socket: MemorySocket, topic: string): void {
    const sockets = this.#topics.get(topic)
    if (sockets?.delete(socket) && sockets.size === 0) this.#topics.delete(topic)
  }

  remove(socket: MemorySocket): void {
    this.#closed.add(socket)
    this.#sockets.delete(socket)
    for (const topic of [...this.#topics.keys()]) this.unsubscribe(socket, topic)
  }

  /** Upgrades; throws when the upgrade is refused. */
  connect(from: Partial<HttpRequest> = {}): MemorySocket {
    if (this.#handler === undefined) throw new Error('nobody listens')
    const answer = this.#handler.upgrade({ ...request('GET', '/ws'), ...from })
    if (!answer.accept) throw new Error(`upgrade refused with ${answer.response.status}`)
    const socket = new MemorySocket(this, ++this.#ids)
    this.#sockets.add(socket)
    socket.events = answer.open(socket)
    return socket
  }

  fetch(method: string, path: string, from: Partial<HttpRequest> = {}): Promise<HttpResponse> {
    if (this.#handler === undefined) throw new Error('nobody listens')
    return Promise.resolve(this.#handler.request({ ...request(method, path), ...from }))
  }

  /** Lets everything that waits travel, and what that brings about in the same turn. */
  flush(): void {
    for (let moved = true; moved; ) {
      moved = false
      for (const socket of [...this.#sockets]) if (socket.flush()) moved = true
    }
    for (const socket of this.#closed) socket.read()
    this.#closed.clear()
  }

  stopListening(): void {
    this.#handler = undefined
  }

  close(): Promise<void> {
    for (const socket of [...this.#sockets]) socket.cut()
    return Promise.resolve()
  }
}

/** Both ends of one socket: the server's is the Peer, the client's is the rest. */
export class MemorySocket implements Peer {
  readonly id: number
  /** What the client has read. */
  readonly received: string[] = []
  /** How it ended, as the client sees it. */
  ended: { code: number; reason: string } | undefined
  /** While true, the client reads nothing. */
  paused = false
  events: PeerEvents | undefined
  readonly #transport: MemoryTransport
  #toServer: (string | { code: number } | undefined)[] = []
  #toClient: string[] = []
  #waitingBytes = 0
  #open = true
  #closing: { code: number; reason: string } | undefined

  constructor(transport: MemoryTransport, id: number) {
    this.#transport = transport
    this.id = id
  }

  /** For the server: it has not closed it, and has not heard of its end. */
  get isOpen(): boolean {
    return this.#open
  }

  send(text: string): void {
    this.queue(text)
  }

  queue(text: string): void {
    if (!this.#open) return
    this.#toClient.push(text)
    this.#waitingBytes += Buffer.byteLength(text)
    if (this.#waitingBytes > (this.#transport.options.maxBackpressureBytes ?? Number.POSITIVE_INFINITY))
      this.#end(1006, true)
  }

  subscribe(topic: string): void {
    if (this.#open) this.#transport.subscribe(this, topic)
  }

  unsubscribe(topic: string): void {
    this.#transport.unsubscribe(this, topic)
  }

  publish(topic: string, text: string): void {
    if (this.#open) this.#transport.publishExcept(this, topic, text)
  }

  close(code: number, reason: string): void {
    if (!this.#open) return
    this.#open = false
    this.#closing = { code, reason }
    this.#transport.remove(this)
    const closed = () => this.#events.closed(code, false)
    // The application may close a socket before it has returned the events of it.
    if (this.#transport.options.closes === 'later' || this.events === undefined) setImmediate(closed)
    else closed()
  }

  /** The client says something; an object is encoded. */
  say(value: object | string): void {
    this.#toServer.push(typeof value === 'string' ? value : JSON.stringify(value))
  }

  sayBinary(): void {
    this.#toServer.push(undefined)
  }

  /** The client closes. */
  bye(code = 1000): void {
    this.#toServer.push({ code })
  }

  /** The network fails: what was on its way is lost. */
  cut(): void {
    this.#toClient = []
    this.#toServer = []
    this.#end(1006, false)
  }

  /** True when anything moved. */
  flush(): boolean {
    const up = this.#toServer
    this.#toServer = []
    for (const item of up) {
      if (!this.#open) break
      if (item === undefined) this.#events.binary()
      else if (typeof item === 'string') this.#events.text(item)
      else this.#end(item.code, false)
    }
    return this.read() || up.length > 0
  }

  /** The client reads what has come. */
  read(): boolean {
    if (this.paused || this.#toClient.length === 0) {
      if (!this.paused) this.ended ??= this.#closing
      return false
    }
    this.received.push(...this.#toClient)
    this.#toClient = []
    this.#waitingBytes = 0
    this.ended ??= this.#closing
    return true
  }

  get #events(): PeerEvents {
    if (this.events === undefined) throw new Error('the socket is not open yet')
    return this.events
  }

  #end(code: number, slow: boolean): void {
    if (!this.#open) return
    this.#open = false
    this.ended = { code, reason: '' }
    this.#transport.remove(this)
    this.#events.closed(code, slow)
  }
}

function request(method: string, path: string): HttpRequest {
  return { method, path, query: '', headers: new Map(), address: '127.0.0.1', body: new Uint8Array() }
}
