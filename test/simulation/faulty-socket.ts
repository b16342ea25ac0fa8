import type { WebSocketLike } from '../../sdk/connection/web-socket-like.ts'
import type { MemorySocket } from '../support/memory-transport.ts'
import type { LineJudge } from './line-judge.ts'
import type { Host, Network } from './network.ts'

/** How a line ends: what becomes of what is on its way, and who hears of the end, and when. */
export interface Ending {
  /** What the server has sent still arrives. */
  downArrives: boolean
  /** What the client has sent still arrives, late. */
  upArrives: boolean
  /** When the client notices, in ms; infinity: never. */
  clientMs: number
  serverMs: number
}

export const CUT: Ending = { downArrives: false, upArrives: false, clientMs: 0, serverMs: 0 }

/** A client's socket over the transport in memory: frames take time, may come twice, and the line may break. */
export class FaultySocket implements WebSocketLike {
  readonly bufferedAmount = 0
  readyState = 0
  onopen: ((event: never) => void) | null = null
  onmessage: ((event: never) => void) | null = null
  onclose: ((event: never) => void) | null = null
  onerror: ((event: never) => void) | null = null
  /** The client takes nothing from the line until then. */
  slowUntil = 0
  /** Who has taken it. */
  host: Host | undefined
  /** The server has said that positions are void. */
  resynced = false
  readonly #network: Network
  readonly #judge: LineJudge
  #server: MemorySocket | undefined
  #up = { at: 0, cancels: new Set<() => void>() }
  #down = { at: 0, cancels: new Set<() => void>() }
  #ended = false

  /** `cookie`: the token that the browser sends by itself; `address`: from where it comes. */
  constructor(network: Network, cookie?: string, address?: string) {
    this.#network = network
    this.#judge = network.judge(cookie ?? '')
    this.#travel(this.#up, () => {
      this.host = network.route()
      this.#server = this.host?.accept(cookie, address)
      if (!this.#server) {
        this.#travel(this.#down, () => this.#close(1006, ''))
        return
      }
      this.#server.paused = true
      this.#travel(this.#down, () => {
        if (this.readyState !== 0) return
        this.readyState = 1
        this.onopen?.({} as never)
      })
    })
  }

  send(text: string): void {
    this.#network.overhear?.(this, text)
    for (const one of this.#copies(text)) {
      this.#travel(this.#up, () => {
        if (!this.#server) return
        this.#judge.asked(one)
        this.#server.say(one)
        this.#server.flush()
      })
    }
  }

  close(code?: number): void {
    this.readyState = 3
    this.#travel(this.#up, () => {
      this.#server?.bye(code)
      this.#server?.flush()
      this.#network.sockets.delete(this)
    })
  }

  /** Takes what the server has said; it arrives later. */
  pump(): void {
    const server = this.#server
    if (server?.isOpen) this.#judge.open()
    if (!server || this.#ended || this.slowUntil > this.#network.clock.now()) return
    // what waited for the client was said before
    const late = this.slowUntil > 0
    this.slowUntil = 0
    server.paused = false
    server.read()
    server.paused = true
    for (const text of server.received.splice(0)) {
      this.#judge.told(text, late)
      for (const one of this.#copies(text)) this.#travel(this.#down, () => this.#hear(one))
    }
    if (!server.ended) return
    this.#ended = true
    const { code, reason } = server.ended
    this.#judge.ended(reason)
    this.#travel(this.#down, () => this.#close(code, reason))
  }

  end({ downArrives, upArrives, clientMs, serverMs }: Ending): void {
    const { clock } = this.#network
    if (downArrives) {
      this.slowUntil = Math.min(this.slowUntil, clock.now())
      this.pump()
    } else this.#drop(this.#down)
    if (!upArrives) this.#drop(this.#up)
    this.#ended = true
    // who is gone for the server still takes a place in the line until what is on its way has come
    clock.after(Math.max(serverMs, upArrives ? this.#up.at - clock.now() : 0), () => this.#server?.cut())
    const close = () => this.#close(1006, '')
    if (!Number.isFinite(clientMs)) this.#network.sockets.delete(this)
    else if (clientMs === 0 && !downArrives) close()
    else clock.after(Math.max(clientMs, downArrives ? this.#down.at - clock.now() : 0), close)
  }

  #hear(text: string): void {
    if (text.includes('"type":"resync"')) this.resynced = true
    this.onmessage?.({ data: text } as never)
  }

  #drop(lane: { cancels: Set<() => void> }): void {
    for (const cancel of lane.cancels) cancel()
    lane.cancels.clear()
  }

  /** The frame as often as it arrives. */
  #copies(text: string): string[] {
    const { random, weather } = this.#network
    // a leave is said once, and a new epoch is told once
    const once = text.startsWith('{"type":"leave"') || text.includes('"type":"resync"')
    if (weather.losing > 0 && random() < weather.losing && !once) {
      this.#network.lost++
      return []
    }
    // saying connect twice is against the protocol
    const twice = weather.doubling > 0 && random() < weather.doubling && !text.startsWith('{"type":"connect"')
    return twice ? [text, text] : [text]
  }

  /** Later, but never before what travels ahead in the same direction. */
  #travel(lane: { at: number; cancels: Set<() => void> }, arrive: () => void): void {
    const { clock, random, weather } = this.#network
    lane.at = Math.max(lane.at, clock.now() + random() * weather.delayMs)
    const cancel = clock.after(lane.at - clock.now(), () => {
      lane.cancels.delete(cancel)
      arrive()
    })
    lane.cancels.add(cancel)
  }

  #close(code: number, reason: string): void {
    this.#network.sockets.delete(this)
    if (this.readyState === 3) return
    this.readyState = 3
    this.onclose?.({ code, reason } as never)
  }
}
