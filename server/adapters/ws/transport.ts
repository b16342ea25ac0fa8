import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Transport, TransportHandler } from '../../ports/transport.ts'
import { listenError } from '../transport/listen-error.ts'
import { type CheckedSetup, checkedSetup, type TransportSetup } from '../transport/setup.ts'
import { type WsEngine, wsEngine } from './engine.ts'
import { wsTextFrame } from './frame.ts'
import { type NodeUpgrade, nodeHttp } from './node-http.ts'
import { type WsHome, WsPeer } from './peer.ts'
import { TopicTable } from './topic-table.ts'

const CHECKS = 4

/** The transport over node:http and the `ws` library: runs wherever Node does. */
export class WsTransport implements Transport {
  readonly name = 'ws'
  readonly #setup: CheckedSetup
  readonly #home: WsHome
  readonly #topics = new TopicTable<WsPeer>()
  readonly #peers = new Set<WsPeer>()
  #corked: WsPeer[] = []
  readonly #sockets = new Set<Socket>()
  #server: Server | undefined
  #closed: Promise<unknown> | undefined
  #nextId = 1
  #stopChecks = () => {}

  /** Throws a RangeError with a sentence when a number of the setup is out of its range. */
  constructor(setup: TransportSetup) {
    this.#setup = checkedSetup(setup)
    this.#home = {
      maxBackpressureBytes: this.#setup.maxBackpressureBytes,
      onFault: this.#setup.onFault,
      subscribe: (topic, peer) => this.#topics.subscribe(topic, peer),
      unsubscribe: (topic, peer) => this.#topics.unsubscribe(topic, peer),
      publish: (topic, text, but) => this.#publish(topic, text, but),
      corked: peer => this.#flushLater(peer),
      ended: peer => this.#topics.leaveAll(peer),
    }
  }

  listen(host: string, port: number, handler: TransportHandler): Promise<{ port: number }> {
    if (this.#server) return Promise.reject(new Error('This transport is in use already.'))
    const engine = wsEngine(this.#setup.maxFrameBytes)
    const server = nodeHttp(this.#setup, handler, upgrade => this.#accept(engine, upgrade))
    const { admits } = this.#setup
    server.on('connection', socket => {
      if (admits && !admits()) return void socket.destroy()
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
    this.#server = server
    this.#closed = new Promise(resolve => server.once('close', resolve))
    return new Promise((resolve, reject) => {
      const fail = (error: NodeJS.ErrnoException) => {
        this.#server = undefined
        reject(listenError(error.code, host, port))
      }
      server.once('error', fail)
      const listening = () => {
        server.off('error', fail)
        server.on('error', this.#setup.onFault)
        const periodMs = (this.#setup.idleTimeoutS * 1000) / CHECKS
        this.#stopChecks = this.#setup.clock.every(periodMs, () => this.#checkAlive())
        const bound = server.address()
        resolve({ port: typeof bound === 'object' && bound ? bound.port : port })
      }
      try {
        server.listen(port, host, listening)
      } catch (error) {
        fail(error as NodeJS.ErrnoException)
      }
    })
  }

  publish(topic: string, text: string): void {
    this.#publish(topic, text, undefined)
  }

  stopListening(): void {
    this.#server?.close()
  }

  async close(): Promise<void> {
    this.#stopChecks()
    for (const peer of [...this.#peers]) peer.terminate()
    if (!this.#server) return
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await this.#closed
  }

  #accept(engine: WsEngine, upgrade: NodeUpgrade): void {
    engine(upgrade, ws => {
      const peer = new WsPeer(this.#nextId++, ws, upgrade.socket, this.#home)
      this.#peers.add(peer)
      ws.on('close', () => this.#peers.delete(peer))
      peer.begin(upgrade.decision.open)
    })
  }

  #publish(topic: string, text: string, but: WsPeer | undefined): void {
    let frame: Buffer | undefined
    const slow: WsPeer[] = []
    for (const peer of this.#topics.subscribers(topic)) {
      if (peer === but) continue
      frame ??= wsTextFrame(text)
      if (!peer.write(frame)) slow.push(peer)
    }
    // not in the loop: the application may subscribe others when it hears of it
    for (const peer of slow) peer.endSlow()
  }

  #flushLater(peer: WsPeer): void {
    if (this.#corked.push(peer) > 1) return
    setImmediate(() => {
      const corked = this.#corked
      this.#corked = []
      for (const each of corked) each.flush()
    })
  }

  #checkAlive(): void {
    for (const peer of [...this.#peers]) peer.checkAlive(CHECKS)
  }
}
