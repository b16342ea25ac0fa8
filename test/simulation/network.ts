import type { MemorySocket } from '../support/memory-transport.ts'
import type { VirtualClock } from '../support/virtual-clock.ts'
import type { Ending, FaultySocket } from './faulty-socket.ts'
import type { LineJudge } from './line-judge.ts'

/** How the network fares, now. */
export interface NetworkWeather {
  /** Most ms that a frame is on its way. */
  delayMs: number
  /** How likely a frame arrives twice. */
  doubling: number
  /** How likely a frame does not arrive at all: a network keeps its word, but programs in between may not. */
  losing: number
}

export const FAIR_WEATHER: NetworkWeather = { delayMs: 20, doubling: 0, losing: 0 }

/** What a network leads to: the server's process, while there is one, or what chooses one of many. */
export interface Host {
  readonly alive: boolean
  /** Of many, the one that takes what comes now; undefined: none does. */
  route?(): Host | undefined
  /** Undefined: nobody takes the connection. `cookie`: the token that the browser sends by itself; `address`: from where it comes. */
  accept(cookie?: string, address?: string): MemorySocket | undefined
  fetch(method: string, path: string, headers: Record<string, string>, body: string): Promise<HostAnswer>
}

export interface HostAnswer {
  status: number
  body: string
}

/** Everything between the clients and the server. */
export class Network {
  readonly clock: VirtualClock
  readonly random: () => number
  readonly weather: NetworkWeather = { ...FAIR_WEATHER }
  readonly sockets = new Set<FaultySocket>()
  host: Host | undefined
  /** Frames that did not arrive although their line held. */
  lost = 0

  /** Hears every frame that a client says, as it says it. */
  overhear: ((socket: FaultySocket, text: string) => void) | undefined
  /** Makes the judge of one line; `cookie`: the token that its browser sends by itself. */
  readonly judge: (cookie: string) => LineJudge

  constructor(clock: VirtualClock, random: () => number, judge: (cookie: string) => LineJudge) {
    this.clock = clock
    this.random = random
    this.judge = judge
  }

  /** The global `fetch`, as far as logins need it. */
  async fetch(url: string, init: RequestInit): Promise<{ ok: boolean; status: number; json(): Promise<unknown> }> {
    const { host: before } = this
    await this.#travel()
    const host = this.route()
    if (!host || before !== this.host) throw new TypeError('nobody answers')
    const path = new URL(url).pathname
    const aborted = new Promise<never>((_, reject) => {
      init.signal?.addEventListener('abort', () => reject(new TypeError('aborted')))
    })
    const headers = (init.headers ?? {}) as Record<string, string>
    const answer = host.fetch(init.method ?? 'GET', path, headers, String(init.body ?? ''))
    const { status, body } = await Promise.race([answer, aborted])
    await this.#travel()
    if (!host.alive) throw new TypeError('the connection was lost')
    return { ok: status < 300, status, json: async () => JSON.parse(body) }
  }

  /** Lets the sockets take what the server has said. */
  pump(): void {
    for (const socket of this.sockets) socket.pump()
  }

  /** Who takes what comes now. */
  route(): Host | undefined {
    const { host } = this
    return host?.route ? host.route() : host
  }

  /** The process at the other end is gone. */
  end(ending: Ending): void {
    this.host = undefined
    for (const socket of [...this.sockets]) socket.end(ending)
  }

  /** One of many is gone. */
  endOf(host: Host, ending: Ending): void {
    for (const socket of [...this.sockets]) if (socket.host === host) socket.end(ending)
  }

  #travel(): Promise<void> {
    return new Promise(resolve => this.clock.after(this.random() * this.weather.delayMs, resolve))
  }
}
