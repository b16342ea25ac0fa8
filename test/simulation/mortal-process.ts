import type { Peer, PeerEvents, TransportHandler } from '../../server/ports/transport.ts'
import type { MemorySocket, MemoryTransport } from '../support/memory-transport.ts'
import type { KillPlan, PortCall } from './kill-plan.ts'
import { mortalPeer } from './mortal-peer.ts'
import type { Host, HostAnswer } from './network.ts'
import { cookieHeaders, HEADERS } from './page-headers.ts'

/** A process that takes connections, until it ends: at any of its calls to what it stands on. */
export abstract class MortalProcess implements Host {
  alive = true
  plan: KillPlan | undefined
  protected listening = false
  protected readonly transport: MemoryTransport

  constructor(transport: MemoryTransport) {
    this.transport = transport
  }

  /** SIGKILL. */
  abstract kill(why: string): void
  protected abstract broken(what: string): void

  accept(cookie?: string, address?: string): MemorySocket | undefined {
    if (!this.listening) return undefined
    try {
      const headers = new Map([...HEADERS, ...Object.entries(cookieHeaders(cookie))])
      return this.transport.connect({ headers, ...(address && { address }) })
    } catch {
      return undefined
    }
  }

  async fetch(method: string, path: string, headers: Record<string, string>, body: string): Promise<HostAnswer> {
    if (!this.listening) throw new TypeError('nobody answers')
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
    const from = { headers: new Map([...HEADERS, ...lower]), body: new TextEncoder().encode(body) }
    const answer = await this.transport.fetch(method, path, from)
    return { status: answer.status, body: String(answer.body ?? '') }
  }

  /** `now`: runs what comes from outside, or keeps it until the process goes on. */
  protected async listen(http: TransportHandler, now: (run: () => void) => void = run => run()): Promise<void> {
    await this.transport.listen('memory', 1, {
      request: request => http.request(request),
      upgrade: request => {
        const answer = http.upgrade(request)
        if (!answer.accept) return answer
        const mortal = (peer: Peer) => mortalPeer(peer, (call, run) => this.port(call, run))
        return { ...answer, open: peer => this.#watch(answer.open(mortal(peer)), now) }
      },
    })
    this.listening = this.alive
  }

  protected port(call: PortCall, run: () => void): void {
    if (!this.alive) return
    const hit = this.isHit(call)
    if (hit?.when === 'before') {
      this.kill(`before ${call}`)
      return
    }
    run()
    if (hit) this.kill(`after ${call}`)
  }

  protected isHit(call: PortCall): KillPlan | undefined {
    const { plan } = this
    return plan?.call === call && plan.skip-- <= 0 ? plan : undefined
  }

  #watch(events: PeerEvents, now: (run: () => void) => void): PeerEvents {
    const guarded = (run: () => void) =>
      now(() => {
        if (!this.alive) return
        try {
          run()
        } catch (error) {
          this.broken(`a peer's events threw: ${error}`)
        }
      })
    return {
      text: text => guarded(() => events.text(text)),
      binary: () => guarded(() => events.binary()),
      closed: (code, slow) => guarded(() => events.closed(code, slow)),
    }
  }
}
