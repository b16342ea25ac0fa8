import { settle, VirtualClock } from '../support/virtual-clock.ts'
import { CUT, type Ending } from './faulty-socket.ts'
import { Ledger } from './ledger.ts'
import { LineJudge } from './line-judge.ts'
import { Network } from './network.ts'
import { Nodes } from './nodes.ts'
import { OrderBook } from './order-book.ts'
import { OrderHeard } from './order-heard.ts'
import { OrderJudge } from './order-judge.ts'
import { OrderKeepers } from './order-keepers.ts'
import './parts-loaded.ts'
import { Person, type PersonKind, type Place } from './person.ts'
import type { Places } from './places.ts'
import { seeded } from './random.ts'
import { Readings } from './readings.ts'
import { LIMITS, ServerProcess } from './server-process.ts'
import { SimulatedDisk } from './simulated-disk.ts'
import type { StoreWeather } from './simulated-store.ts'
import { Site } from './site.ts'
import { Trace } from './trace.ts'

export const ROOMS = ['lobby', 'annex'] as const
/** From this seed on people have rooms of their own beside. */
export const PRIVATE_ROOMS_FROM = 1_000_000
/** From this seed on some keep order in those rooms, and in the first one, and others give them reason to. */
export const ORDER_FROM = 2_000_000
/** From this seed on several nodes serve them, over one engine. */
export const NODES_FROM = 3_000_000

export const CALM_STORE: StoreWeather = { commitMs: 10, readMs: 15, failing: 0, unknown: 0, down: false }

/** The real server and real clients in virtual time, where everything fails as the seed says. */
export class World {
  readonly clock = new VirtualClock()
  readonly random: () => number
  readonly trace: Trace
  readonly network: Network
  readonly disk: SimulatedDisk
  readonly keepers: OrderKeepers
  readonly storeWeather: StoreWeather = { ...CALM_STORE }
  readonly ledger = new Ledger()
  readonly people: Person[] = []
  /** The people of every other seed are more than guests: of a site, with a password, or on their way to it. */
  readonly accounts: boolean
  /** They have rooms that are not for everybody. */
  readonly privateRooms: boolean
  /** Some of them keep order: what was done about it, what was asked and not answered yet, what was refused, and who judges. */
  readonly order: { book: OrderBook; heard: OrderHeard; judge: OrderJudge; refused: string[] } | undefined
  /** The nodes, where there are many. */
  readonly nodes: Nodes | undefined
  readonly readings: Readings
  readonly site: Site
  /** Tokens that are known to be over: nothing may be done with them. */
  readonly over = new Set<string>()
  /** By person, the name that they ask for, where it is not their own. */
  readonly wanted = new Map<string, string>()
  /** Ids of those who were told that their account is deleted. */
  readonly removed = new Set<string>()
  /** What must never happen, and did. */
  readonly faults: string[] = []
  server: ServerProcess | undefined
  /** How the next end of the process looks from outside. */
  ending: Ending
  /** How long the server is away. */
  downMs = 500
  /** By how much the server's clock is wrong. */
  offsetMs = 0
  /** When it was set last. Virtual time. */
  clockSetAt = 0
  readonly #counts = new Map<string, number>()
  #slowestReadMs = CALM_STORE.readMs
  /** Events of a room that the server holds in memory. */
  readonly #ring: number
  readonly #closes: 'at once' | 'later'

  constructor(seed: number, lines: number) {
    this.random = seeded(seed)
    const hasNodes = seed >= NODES_FROM
    this.privateRooms = seed >= PRIVATE_ROOMS_FROM && !hasNodes
    this.accounts = this.privateRooms || (seed % 2 === 0 && !hasNodes)
    this.site = new Site(this.clock, this.random, () => this.serverNow)
    this.trace = new Trace(() => this.clock.now(), lines)
    const broken = (what: string) => this.broken(`server: ${what}`)
    this.keepers = new OrderKeepers(() => this.clock.now())
    const now = () => this.clock.now()
    this.disk = new SimulatedDisk(this.random() < 0.5 ? 'fsync' : 'process', this.keepers, broken, now)
    this.order = seed >= ORDER_FROM && !hasNodes ? this.#keepOrder(broken) : undefined
    this.disk.order = this.order
    this.readings = new Readings({
      now,
      events: room => this.disk.events(room),
      headAt: (room, at) => this.disk.headAt(room, at),
      idsOf: this.disk.idsRead,
      lateMs: () => 1_000 + 8 * this.#slowestReadMs,
    })
    this.network = new Network(this.clock, this.random, cookie => new LineJudge(this, cookie, broken))
    this.#ring = [5, 12, 1_000][Math.floor(3 * this.random())] ?? 12
    this.#closes = this.random() < 0.5 ? 'at once' : 'later'
    this.ending = { downArrives: false, upArrives: false, clientMs: 0, serverMs: 0 }
    this.nodes = hasNodes ? new Nodes(this) : undefined
    if (!this.nodes) this.boot()
  }

  get places(): Places {
    return this.disk.places
  }

  /** By the server's clock. ms since the Unix epoch. */
  get serverNow(): number {
    return this.server?.clock.now() ?? this.clock.now() + this.offsetMs
  }

  /** One more of these: 1, 2, 3, ... */
  count(what: string): number {
    const next = (this.#counts.get(what) ?? 0) + 1
    this.#counts.set(what, next)
    return next
  }

  broken(what: string): void {
    this.trace.add('FAULT', what)
    this.faults.push(what)
  }

  /** An end of a line, as it comes. */
  cut(): Ending {
    return { ...CUT, upArrives: this.random() < 0.4, downArrives: this.random() < 0.3 }
  }

  drop(cid: string): void {
    const posted = this.ledger.byCid(cid)
    if (posted) posted.dropped = true
  }

  add(name: string, rooms: readonly string[] = ROOMS): Person {
    const person = this.accounts ? this.#anybody(name, rooms) : new Person(this, name, rooms)
    this.people.push(person)
    return person
  }

  #anybody(name: string, rooms: readonly string[]): Person {
    const [fate, place] = [this.random(), this.random()]
    if (this.privateRooms) return new Person(this, name, rooms, kindOf(fate))
    if (fate < 0.4) return new Person(this, name, rooms, 'guest', place < 0.5 ? 'site' : 'other')
    if (fate < 0.75) return new Person(this, name, rooms, 'site')
    return new Person(this, name, rooms, 'password', place < 0.5 ? 'own' : 'other')
  }

  /** A person with all that is said of them. */
  addAs(name: string, kind: PersonKind, place: Place, address: string, rooms: readonly string[] = ROOMS): Person {
    const person = new Person(this, name, rooms, kind, place, address)
    this.people.push(person)
    return person
  }

  /** A text that nobody has written before; where somebody keeps order it may have words of which they have to say something. */
  text(kind: 't' | 'e'): string {
    const text = `${kind}${this.count('text')}`
    const word = this.order && WORDS[Math.floor(8 * this.random())]
    return word ? `${text} ${word}` : text
  }

  /** Somebody sets the server's clock. */
  setServerClock(ms: number): void {
    this.offsetMs += ms
    this.clockSetAt = this.clock.now()
    this.order?.book.time.set(this.offsetMs)
    this.server?.clock.jump(ms)
  }

  #keepOrder(broken: (what: string) => void) {
    const { disk } = this
    const now = () => this.clock.now()
    const note = (what: string) => this.trace.add('store', what)
    const book = new OrderBook(now, disk.tables.directory('addressKey'), note)
    const heard = new OrderHeard(now)
    return { book, heard, refused: [], judge: new OrderJudge({ book, heard, places: disk.places, disk, broken }) }
  }

  /** Starts the server's process, unless one lives. */
  boot(): void {
    if (this.server) return
    const { clock, random, disk, storeWeather, offsetMs } = this
    const server: ServerProcess = new ServerProcess(
      {
        clock,
        random,
        disk,
        storeWeather,
        closes: this.#closes,
        ring: this.#ring,
        accounts: this.accounts,
        keepers: this.keepers,
        ids: () => this.count('id'),
        broken: what => this.broken(`server: ${what}`),
        died: why => this.#bury(why),
      },
      offsetMs,
    )
    this.server = server
    this.network.host = server
    this.trace.add('server', `starts in ${disk.epoch('')}`)
    void server.start()
  }

  /** The machine of the server goes dark. At less than `fsync` this may take logins, too. */
  failPower(): void {
    this.server?.kill('power failure')
    this.#loseEnd()
  }

  /** Somebody sets the store back under the running server, as a failover does; at `fsync` it is only down for a moment. */
  rollBack(): void {
    this.server?.setBack(() => this.#loseEnd())
  }

  #loseEnd(): void {
    this.trace.add('disk', `loses ${this.disk.crash(this.random())} groups`)
    for (const person of this.people) {
      if (person.gone || !(this.disk.lost.has(person.tokenHash) || this.disk.lost.has(person.userId))) continue
      person.leaveForGood()
      for (const tab of [...person.tabs]) person.closeTab(tab, 'close')
    }
  }

  async run(ms: number): Promise<void> {
    const end = this.clock.now() + ms
    do {
      await settle()
      this.network.pump()
      this.#slowestReadMs = Math.max(this.#slowestReadMs, this.storeWeather.readMs)
      if (this.faults.length > 0) throw new Error(this.faults[0])
    } while (this.clock.step(end))
  }

  /** Lets time pass until it is done. */
  async during<T>(work: Promise<T>): Promise<T> {
    let isDone = false
    const done = work.finally(() => {
      isDone = true
    })
    for (let round = 0; round < 60 && !isDone; round++) await this.run(1_000)
    if (!isDone) throw new Error('what was waited for takes too long')
    return done
  }

  look(): void {
    for (const person of this.people) for (const tab of person.tabs) tab.look()
  }

  /** Ends everything; what is left behind is a fault. */
  async end(): Promise<void> {
    for (const { tabs } of this.people) {
      for (const tab of tabs) {
        tab.stop()
        tab.client.close()
        if (tab.clock.pending > 0) this.broken(`${tab.name} left ${tab.clock.pending} timers behind`)
      }
    }
    for (const person of this.people) person.leaveForGood()
    await this.run(LIMITS.presenceGraceMs + 2_000)
    const left = this.nodes?.left() ?? this.server?.left() ?? []
    if (left.length > 0) this.broken(`the server still keeps ${left.join(', ')} when everybody has gone`)
    this.downMs = Number.POSITIVE_INFINITY
    void this.nodes?.stop()
    void this.server?.stop()
    await this.run(20_000)
    if (this.server || this.nodes?.some) this.broken('the server does not stop')
    if (this.faults.length > 0) throw new Error(this.faults[0])
  }

  #bury(why: string): void {
    this.trace.add('server', `ends: ${why}`)
    this.server = undefined
    this.keepers.end()
    this.network.end(this.ending)
    this.readings.clear()
    this.order?.heard.clear()
    if (Number.isFinite(this.downMs)) this.clock.after(this.downMs, () => this.boot())
  }
}

/** Of which filters know: the first is blocked, the second held, the third reported. */
export const WORDS = ['darn', 'heck', 'fudge'] as const

/** Of somebody in a history with rooms of their own: guests have none. */
function kindOf(fate: number): PersonKind {
  if (fate < 0.15) return 'guest'
  return fate < 0.55 ? 'site' : 'password'
}
