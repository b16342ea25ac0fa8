import { onTestFinished } from 'vitest'
import { systemClock } from '../../../server/adapters/process/system-clock.ts'
import type { TransportSetup } from '../../../server/adapters/transport/setup.ts'
import { loadUws, type UwsModule } from '../../../server/adapters/uws/module.ts'
import { UwsTransport } from '../../../server/adapters/uws/transport.ts'
import { WsTransport } from '../../../server/adapters/ws/transport.ts'
import type { HttpRequest, Peer, Transport, TransportHandler, UpgradeAnswer } from '../../../server/ports/transport.ts'
import { until } from './until.ts'

const uws: UwsModule | undefined = await loadUws().catch(() => undefined)

/** Every real transport, and whether it runs on this machine. `requestCutMs`: how soon an unfinished request is cut. */
export const TRANSPORTS = [
  {
    name: 'uws' as const,
    runs: uws !== undefined,
    requestCutMs: 14_000,
    make: (setup: TransportSetup): Transport => {
      if (!uws) throw new Error('uWebSockets.js does not load here.')
      return new UwsTransport(uws, setup)
    },
  },
  {
    name: 'ws' as const,
    runs: true,
    requestCutMs: 12_000,
    make: (setup: TransportSetup): Transport => new WsTransport({ requestWithinMs: 4_000, ...setup }),
  },
]

export type TransportKind = (typeof TRANSPORTS)[number]

export const SETUP = {
  maxFrameBytes: 65_536,
  maxBodyBytes: 1_000,
  maxBackpressureBytes: 262_144,
  idleTimeoutS: 60,
}

/** What happened on one socket, as the application saw it. */
export interface Seen {
  peer: Peer
  texts: string[]
  binaries: number
  closed: { code: number; slow: boolean }[]
}

export type Parts = Partial<TransportHandler> & {
  setup?: Partial<TransportSetup>
  host?: string
  port?: number
  /** The test's own, where tests run at the same time. */
  onTestFinished?: (stop: () => Promise<void>) => void
  onOpen?: (seen: Seen) => void
  onText?: (seen: Seen, text: string) => void
  onClosed?: (seen: Seen) => void
}

/** A running transport with an application that accepts every socket and remembers it. */
export class Running {
  readonly transport: Transport
  readonly faults: unknown[] = []
  readonly requests: HttpRequest[] = []
  readonly seen: Seen[] = []
  port = 0

  constructor(kind: TransportKind, parts: Parts) {
    const setup = { ...SETUP, clock: systemClock, onFault: (error: unknown) => void this.faults.push(error) }
    this.transport = kind.make({ ...setup, ...parts.setup })
  }

  static async start(kind: TransportKind, parts: Parts = {}): Promise<Running> {
    const running = new Running(kind, parts)
    const { port } = await running.transport.listen(parts.host ?? '127.0.0.1', parts.port ?? 0, {
      request: request => {
        running.requests.push(request)
        if (parts.request) return parts.request(request)
        return { status: 200, headers: {}, body: `${request.method} ${request.path}` }
      },
      upgrade: request => {
        running.requests.push(request)
        return parts.upgrade ? parts.upgrade(request) : running.accept(parts)
      },
    })
    running.port = port
    const finished = parts.onTestFinished ?? onTestFinished
    finished(() => running.transport.close())
    return running
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/ws`
  }

  accept(parts: Parts = {}): UpgradeAnswer {
    return {
      accept: true,
      open: peer => {
        const seen: Seen = { peer, texts: [], binaries: 0, closed: [] }
        this.seen.push(seen)
        parts.onOpen?.(seen)
        return {
          text: text => {
            seen.texts.push(text)
            parts.onText?.(seen, text)
          },
          binary: () => {
            seen.binaries++
          },
          closed: (code, slow) => {
            seen.closed.push({ code, slow })
            parts.onClosed?.(seen)
          },
        }
      },
    }
  }

  /** The nth socket, once it is open. */
  async socket(index: number): Promise<Seen> {
    await until(`socket ${index}`, () => this.seen.length > index)
    return this.seen[index]!
  }
}
