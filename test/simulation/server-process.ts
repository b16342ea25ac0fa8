import { DEFAULT_LIMITS, type Limits } from '../../sdk/protocol/limits.ts'
import type { Hub } from '../../server/app/hub.ts'
import { guestsOnly, type LoginMethods } from '../../server/app/identity/login-methods.ts'
import { Sessions } from '../../server/app/identity/sessions.ts'
import { DurableLog } from '../../server/log/durable-log.ts'
import type { TransportHandler } from '../../server/ports/transport.ts'
import { MemoryTransport } from '../support/memory-transport.ts'
import type { VirtualClock } from '../support/virtual-clock.ts'
import type { PortCall } from './kill-plan.ts'
import { MortalClock } from './mortal-clock.ts'
import { MortalProcess } from './mortal-process.ts'
import type { OrderKeepers } from './order-keepers.ts'
import { CountedAuthenticator, simulatedLogins } from './server-logins.ts'
import { simulatedHttp, simulatedHub } from './server-parts.ts'
import { simulatedPeople } from './server-people.ts'
import type { SimulatedDisk } from './simulated-disk.ts'
import { SimulatedStore, type StoreWeather } from './simulated-store.ts'

/** Small enough to be met. */
export const LIMITS: Limits = { ...DEFAULT_LIMITS, historyPage: 8, resumeEvents: 8, reactionKinds: 3, reactionsOwn: 2 }
export const BACKPRESSURE_BYTES = 9_000
/** Steps of promises that it takes at most to undo what waited for the store, once that is closed. */
export const UNDOING = 40

export interface ProcessSetup {
  clock: VirtualClock
  random: () => number
  ids: () => number
  disk: SimulatedDisk
  storeWeather: StoreWeather
  closes: 'at once' | 'later'
  ring: number
  /** Whether there are others than guests. */
  accounts: boolean
  keepers: OrderKeepers
  broken: (what: string) => void
  died: (why: string) => void
}

/** One life of the server: everything in it is new but the disk, and nothing of it happens after its death. */
export class ServerProcess extends MortalProcess {
  readonly clock: MortalClock
  readonly #storeClock: MortalClock
  readonly #setup: ProcessSetup
  readonly #store: SimulatedStore
  readonly #log: DurableLog
  readonly #sessions: Sessions
  readonly #authenticator: CountedAuthenticator
  readonly #people: ReturnType<typeof simulatedPeople>
  readonly #siteLogins: LoginMethods['site']
  readonly #hub: Hub
  readonly #http: TransportHandler
  #stopping = false

  constructor(setup: ProcessSetup, offsetMs = 0) {
    const { disk, broken, ids } = setup
    super(new MemoryTransport({ maxBackpressureBytes: BACKPRESSURE_BYTES, closes: setup.closes }))
    this.#setup = setup
    const clock = new MortalClock(setup.clock, offsetMs)
    this.clock = clock
    this.#storeClock = new MortalClock(setup.clock)
    const fault = (fields: object) =>
      this.alive && broken(String((fields as { err?: unknown }).err ?? 'logged an error'))
    const logger = { debug() {}, info() {}, warn() {}, error: fault }
    const { random, storeWeather: weather } = setup
    const point = (name: PortCall) => this.#at(name)
    this.#store = new SimulatedStore({
      disk,
      clock: this.#storeClock,
      random,
      weather,
      point,
      broken: what => this.alive && broken(what),
    })
    const randomIds = { id: () => `id${ids()}`, token: () => `token${ids()}` }
    const onFault = (error: unknown) => this.alive && broken(String(error))
    const storeLog = { ...logger, error() {} }
    this.#log = new DurableLog({
      store: this.#store,
      clock,
      random: randomIds,
      log: storeLog,
      onFault,
      limits: { eventsPerRoom: setup.ring },
    })
    const endGrace = ({ user }: { user: { id: string } }) => this.#hub.endGrace(user.id)
    this.#sessions = new Sessions(clock, randomIds, {}, endGrace, this.#log)
    const parts = { sessions: this.#sessions, directory: this.#log.directory, clock, random: randomIds }
    const logins = setup.accounts ? simulatedLogins(parts) : guestsOnly(this.#sessions)
    this.#authenticator = new CountedAuthenticator(
      logins.authenticator,
      setup.keepers,
      what => this.alive && broken(what),
    )
    this.#siteLogins = logins.site
    this.#people = simulatedPeople({ ...parts, log: this.#log, logins, hide: ids => this.#hub.hide(ids) })
    this.#hub = simulatedHub({
      log: this.#people.roomLog,
      directory: this.#log.directory,
      personal: this.#log.personal,
      random: randomIds,
      authenticator: this.#authenticator,
      clock,
      logger,
      publish: (topic, text) => this.port('publish', () => this.transport.publish(topic, text)),
      limits: LIMITS,
    })
    this.#http = simulatedHttp({
      sessions: this.#sessions,
      logins,
      people: this.#people.http,
      status: () => (this.#log.ready() ? 'ready' : 'unavailable'),
      open: (peer, from) => this.#hub.open(peer, from),
      clock,
      logger,
    })
  }

  async start(): Promise<void> {
    for (;;) {
      try {
        await this.#people.load()
        this.#sessions.restore(await this.#log.sessions())
        break
      } catch {
        // whoever watches the process starts it again
        await new Promise<void>(resolve => this.clock.after(500, resolve))
      }
    }
    this.#people.begin()
    await this.listen(this.#http)
  }

  /** What it still keeps of people although nobody is here, in words. */
  left(): string[] {
    const held = { ...this.#hub.held(), ...this.#sessions.held(), siteLogins: this.#siteLogins?.size ?? 0 }
    return Object.entries(held).flatMap(([what, count]) => (count === 0 ? [] : `${count} ${what}`))
  }

  setBack(set: () => void): void {
    this.#store.setBack(set)
  }

  /** SIGKILL. */
  kill(why: string): void {
    if (!this.alive) return
    this.alive = false
    this.listening = false
    this.clock.die()
    this.#storeClock.die()
    this.#setup.died(why)
  }

  /** SIGTERM. */
  async stop(): Promise<void> {
    if (this.#stopping) return
    if (!this.listening) {
      this.kill('stopped at its start')
      return
    }
    this.#stopping = true
    this.listening = false
    this.transport.stopListening()
    await this.#hub.drain()
    this.#hub.stop()
    this.#people.stop()
    this.#sessions.stop()
    await this.transport.close()
    await this.#log.close()
    // whoever waited for the store is told, and what they had begun is undone
    for (let turn = 0; turn < UNDOING; turn++) await Promise.resolve()
    if (!this.alive) return
    const { attached } = this.#authenticator
    if (attached > 0) this.#setup.broken(`${attached} who were attached are never detached`)
    if (this.clock.pending > 0) this.#setup.broken(`${this.clock.pending} timers were left behind by the server`)
    this.kill('stopped')
  }

  protected broken(what: string): void {
    this.#setup.broken(what)
  }

  #at(call: PortCall): boolean {
    if (this.isHit(call)) this.kill(`at ${call}`)
    return this.alive
  }
}
