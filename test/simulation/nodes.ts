import { directoryOf } from '../../server/adapters/redis/directory-cells.ts'
import { roomKeys } from '../../server/adapters/redis/room-keys.ts'
import { decodeTold } from '../../server/adapters/redis/room-told.ts'
import { anyOf } from './choose.ts'
import type { Ending } from './faulty-socket.ts'
import type { Host, HostAnswer } from './network.ts'
import { NodeProcess, PREFIX } from './node-process.ts'
import type { Person } from './person.ts'
import { SimulatedRedis } from './simulated-redis.ts'
import { Steward } from './steward.ts'
import type { World } from './world.ts'

/** What a replica has: the data of a moment, and how much was written by then. */
interface Copy {
  data: ReturnType<SimulatedRedis['server']['redis']['copy']>
  size: number
  /** The run of the server of which it is. */
  run: string
}

const LOGIN = /^chat:\{\w+\}:s:(.*)$/

/** Several nodes over one engine, and what chooses one of them for each connection. */
export class Nodes implements Host {
  readonly alive = true
  readonly redis: SimulatedRedis
  readonly steward: Steward
  readonly all = new Set<NodeProcess>()
  /** Logins whose end was answered, by person. */
  readonly loggedOut = new Map<Person, string>()
  /** The engine has lost something. */
  hasLost = false
  readonly #world: World
  readonly #ring: number
  readonly #closes: 'at once' | 'later'
  #starts = 0
  #isOver = false

  constructor(world: World) {
    const { random, disk } = world
    this.#world = world
    this.#ring = [5, 12, 1_000][Math.floor(3 * random())] ?? 12
    this.#closes = random() < 0.5 ? 'at once' : 'later'
    this.redis = new SimulatedRedis({ clock: world.clock, told: (channel, text) => this.#told(channel, text) })
    disk.epochOf = room => this.redis.server.redis.hash(roomKeys(PREFIX, room).meta).get('e') ?? ''
    this.steward = new Steward(world, this)
    world.network.host = this
    const count = 2 + Math.floor(3 * random() ** 2)
    for (let each = 0; each < count; each++) this.start()
  }

  get some(): boolean {
    return this.all.size > 0
  }

  /** Those that take connections. */
  get taking(): NodeProcess[] {
    return [...this.all].filter(node => node.takes)
  }

  get anyone(): NodeProcess | undefined {
    return anyOf(this.#world, this.taking)
  }

  route(): Host | undefined {
    return this.anyone
  }

  accept(): undefined {
    return undefined
  }

  fetch(): Promise<HostAnswer> {
    return Promise.reject(new TypeError('nobody answers'))
  }

  start(): void {
    const { clock, random, disk, keepers, trace } = this.#world
    const name = `n${++this.#starts}`
    const node = new NodeProcess({
      name,
      clock,
      random,
      disk,
      keepers,
      redis: this.redis,
      ring: this.#ring,
      closes: this.#closes,
      ids: () => this.#world.count('id'),
      broken: what => this.#world.broken(what),
      died: (each, why) => this.#bury(each, why),
    })
    this.all.add(node)
    trace.add(name, 'starts')
    void node.start()
  }

  /** What they still keep of people, in words. */
  left(): string[] {
    return [...this.all].flatMap(node => node.left().map(what => `${what} on ${node.name}`))
  }

  async stop(): Promise<void> {
    this.#isOver = true
    await Promise.all([...this.all].map(node => node.stop()))
  }

  copy(): Copy {
    return { data: this.redis.server.redis.copy(), size: this.#world.disk.size, run: this.redis.server.run }
  }

  /** The server of Redis goes, and comes back with what it had, or with this copy. */
  async replace(awayMs: number, copy?: Copy): Promise<void> {
    const { clock, trace } = this.#world
    if (this.redis.isDown) return
    trace.add('redis', 'goes')
    this.redis.down()
    await new Promise<void>(resolve => clock.after(awayMs, resolve))
    // one of before another failover is of no use
    const own = copy?.run === this.redis.server.run ? copy : undefined
    const before = this.#logins()
    const had = this.#state()
    if (own) trace.add('redis', `loses ${this.#world.disk.loseFrom(own.size)} events`)
    this.redis.up(own?.data)
    trace.add('redis', `is ${this.redis.server.run}`)
    if (own && this.#state() !== had) this.#lose(before)
  }

  /** Nobody goes on by what the engine has lost. */
  #lose(before: ReadonlySet<string>): void {
    const { disk, over, people } = this.#world
    this.hasLost = true
    const now = this.#logins()
    for (const hash of before) if (!now.has(hash)) disk.lost.add(hash)
    // that one is over is lost, too
    over.clear()
    disk.lost.add('')
    for (const person of people) person.mayEnd = true
    this.steward.lose()
  }

  /** Hashes of the logins that are kept. */
  #logins(): Set<string> {
    const { redis } = this.redis.server
    return new Set(
      [...redis.copy()].flatMap(([key, { value }]) => {
        const hash = LOGIN.exec(key)?.[1]
        return hash !== undefined && value !== '-' ? [hash] : []
      }),
    )
  }

  #state(): string {
    const all = [...this.redis.server.redis.copy()].map(([key, { value }]) =>
      JSON.stringify([key, typeof value === 'string' ? value : [...value]]),
    )
    return all.sort().join('\n')
  }

  #told(channel: string, text: string): void {
    const { disk, trace } = this.#world
    if (channel === directoryOf(PREFIX)) {
      trace.add('redis', `directory ${text.split('\n')[0]}`)
      return
    }
    if (!/:r:[^:]*$/.test(channel)) return
    const { epoch, events } = decodeTold(text)
    for (const event of events) {
      trace.add('redis', `${event.room} ${epoch} ${event.seq} ${event.type} ${event.cid}`)
      this.steward.written(event)
      disk.hear(event)
    }
  }

  #bury(node: NodeProcess, why: string): void {
    const { trace, network, clock, ending, random } = this.#world
    trace.add(node.name, `ends: ${why}`)
    this.all.delete(node)
    network.endOf(node, ending satisfies Ending)
    if (!this.#isOver) clock.after(200 + 3_000 * random() ** 2, () => this.#isOver || this.start())
  }
}
