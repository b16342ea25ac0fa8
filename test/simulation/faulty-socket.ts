import type { WebSocketLike } from '../../sdk/connection/web-socket-like.ts'
import type { MemorySocket, MemoryTransport } from '../support/memory-transport.ts'
import type { VirtualClock } from '../support/virtual-clock.ts'

export interface Network {
  clock: VirtualClock
  transport: MemoryTransport
  random(): number
  /** Most ms that a frame is on its way, now. */
  delayMs: number
  /** How likely a frame arrives twice, now. */
  doubling: number
  /** How likely a frame does not arrive at all, now: a network keeps its word, but programs in between may not. */
  losing: number
  sockets: Set<FaultySocket>
}

/** A client's socket over the transport in memory: frames take time, may come twice, and the line may break. */
export class FaultySocket implements WebSocketLike {
  readonly bufferedAmount = 0
  readyState = 0
  onopen: ((event: never) => void) | null = null
  onmessage: ((event: never) => void) | null = null
  onclose: ((event: never) => void) | null = null
  onerror: ((event: never) => void) | null = null
  readonly #network: Network
  #server: MemorySocket | undefined
  #up = { at: 0 }
  #down = { at: 0 }
  #cancels = new Set<() => void>()
  #told = false

  constructor(network: Network) {
    this.#network = network
    network.sockets.add(this)
    this.#travel(this.#up, () => {
      this.#server = network.transport.connect()
      this.#server.paused = true
      this.#travel(this.#down, () => {
        this.readyState = 1
        this.onopen?.({} as never)
      })
    })
  }

  send(text: string): void {
    this.#travel(this.#up, () => this.#arrive(text))
  }

  close(code?: number): void {
    this.readyState = 3
    this.#travel(this.#up, () => {
      this.#server?.bye(code)
      this.#server?.flush()
      this.#forget()
    })
  }

  /** Reads what the server has said; it arrives later. */
  pump(): void {
    const server = this.#server
    if (!server || this.#told) return
    server.paused = false
    server.read()
    server.paused = true
    for (const text of server.received.splice(0)) {
      for (const one of this.#copies(text)) this.#travel(this.#down, () => this.onmessage?.({ data: one } as never))
    }
    if (!server.ended) return
    this.#told = true
    const { code, reason } = server.ended
    this.#travel(this.#down, () => this.#end(code, reason))
  }

  /** The line breaks. The client, the server or both notice at once; the other one late, a client perhaps never. */
  cut(who: 'both' | 'client' | 'server', lateMs = 0): void {
    for (const cancel of this.#cancels) cancel()
    this.#cancels.clear()
    this.#told = true
    const { clock } = this.#network
    const server = () => this.#server?.cut()
    const client = () => this.#end(1006, '')
    if (who === 'client') clock.after(lateMs, server)
    else server()
    if (who !== 'server') client()
    else if (Number.isFinite(lateMs)) clock.after(lateMs, client)
  }

  #arrive(text: string): void {
    for (const one of this.#copies(text)) this.#server?.say(one)
    this.#server?.flush()
  }

  /** The frame as often as it arrives. */
  #copies(text: string): string[] {
    const { random, losing, doubling } = this.#network
    // a leave is said once
    if (random() < losing && !text.startsWith('{"type":"leave"')) return []
    // saying connect twice is against the protocol
    return random() < doubling && !text.startsWith('{"type":"connect"') ? [text, text] : [text]
  }

  /** Later, but never before what travels ahead in the same direction. */
  #travel(lane: { at: number }, arrive: () => void): void {
    const { clock, random, delayMs } = this.#network
    lane.at = Math.max(lane.at, clock.now() + random() * delayMs)
    const cancel = clock.after(lane.at - clock.now(), () => {
      this.#cancels.delete(cancel)
      arrive()
    })
    this.#cancels.add(cancel)
  }

  #end(code: number, reason: string): void {
    this.#forget()
    if (this.readyState === 3) return
    this.readyState = 3
    this.onclose?.({ code, reason } as never)
  }

  #forget(): void {
    this.#network.sockets.delete(this)
  }
}
