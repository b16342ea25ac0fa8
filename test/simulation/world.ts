import { createChatClient } from '../../sdk/client/create-chat-client.ts'
import type { ChatClient, Draft, Room } from '../../sdk/client/types.ts'
import { DEFAULT_LIMITS } from '../../sdk/protocol/limits.ts'
import type { Message, User } from '../../sdk/protocol/records.ts'
import { MemoryLog } from '../../server/adapters/memory-log.ts'
import { Hub } from '../../server/app/hub.ts'
import { DEFAULT_HUB_RATES, UNLIMITED_HUB_CAPS } from '../../server/app/hub-deps.ts'
import { Sessions } from '../../server/app/sessions.ts'
import { MemoryTransport } from '../support/memory-transport.ts'
import { settle, VirtualClock } from '../support/virtual-clock.ts'
import { FaultySocket, type Network } from './faulty-socket.ts'
import { seeded } from './random.ts'
import { TurningLog } from './turning-log.ts'

export const ROOM = 'lobby'

/** One user's client, and what it shows. */
export interface Person {
  client: ChatClient
  room: Room
  user: User
  shown: Message[]
  drafts: Draft[]
  /** Has left the room for good. */
  gone: boolean
}

/** The real server and real clients in virtual time, on a network that fails as the seed says. */
export class World {
  readonly clock = new VirtualClock()
  readonly random: () => number
  readonly log: TurningLog
  readonly network: Network
  readonly people: Person[] = []
  /** What went wrong while it ran. */
  readonly faults: string[] = []
  readonly #sessions: Sessions
  #hub: Hub
  #cids = 0

  constructor(seed: number) {
    this.random = seeded(seed)
    let ids = 0
    const random = { id: () => `id${++ids}`, token: () => `token${++ids}` }
    const transport = new MemoryTransport()
    this.#sessions = new Sessions(this.clock, random)
    this.log = new TurningLog(new MemoryLog({ clock: this.clock, random }))
    this.#hub = this.#start(transport)
    void transport.listen('memory', 1, {
      request: () => ({ status: 404, headers: {} }),
      upgrade: () => ({ accept: true, open: peer => this.#hub.open(peer, { address: 'memory' }) }),
    })
    this.network = {
      clock: this.clock,
      transport,
      random: this.random,
      delayMs: 30,
      doubling: 0,
      losing: 0,
      sockets: new Set(),
    }
  }

  add(name: string): Person {
    const login = this.#sessions.login(name)
    if (!login.ok) throw new Error(login.refusal.message)
    const { network } = this
    const client = createChatClient({
      server: 'http://memory',
      token: login.login.token,
      WebSocket: class extends FaultySocket {
        constructor() {
          super(network)
        }
      },
      clock: this.clock,
      random: this.random,
      cid: () => `c${++this.#cids}`,
    })
    const person: Person = {
      client,
      room: client.room(ROOM),
      user: login.login.user,
      shown: [],
      drafts: [],
      gone: false,
    }
    this.people.push(person)
    this.#watch(person)
    person.room.join().catch(() => {})
    client.connect().catch(() => {})
    return person
  }

  say(person: Person, text: string): void {
    person.drafts.push(person.room.send(text))
  }

  /** The server's process ends and another one begins, on the same store. */
  restart(newEpoch: boolean): void {
    this.#hub.stop()
    for (const socket of [...this.network.sockets]) socket.cut('both')
    if (newEpoch) this.log.turns++
    this.#hub = this.#start(this.network.transport)
  }

  async run(ms: number): Promise<void> {
    const end = this.clock.now() + ms
    do {
      await settle()
      for (const socket of [...this.network.sockets]) socket.pump()
    } while (this.clock.step(end))
  }

  /** Ends everything; answers the timers that were left behind. */
  async close(): Promise<number> {
    for (const { client } of this.people) client.close()
    await this.run(20_000)
    this.#hub.stop()
    this.#sessions.stop()
    return this.clock.pending
  }

  #start(transport: MemoryTransport): Hub {
    const logger = {
      debug() {},
      info() {},
      warn() {},
      error: (fields: object) => void this.faults.push(String(fields)),
    }
    return new Hub({
      log: this.log,
      sessions: this.#sessions,
      clock: this.clock,
      logger,
      publish: (topic, text) => transport.publish(topic, text),
      limits: { ...DEFAULT_LIMITS, resumeEvents: 10 },
      rates: { ...DEFAULT_HUB_RATES, sends: { burst: 5, perSecond: 3 } },
      caps: UNLIMITED_HUB_CAPS,
      heartbeatMs: 5_000,
    })
  }

  /** Keeps what a reader sees, and notes whatever must never happen. */
  #watch({ client, room, user, ...person }: Person): void {
    const { shown } = person
    const fault = (what: string) => this.faults.push(`${user.name}: ${what}`)
    room.on('page', ({ messages, keep }) => {
      const from = messages[0]?.seq ?? 0
      const kept = keep ? shown.filter(({ seq }) => seq < from) : []
      const again = keep ? shown.filter(({ seq }) => seq >= from) : []
      if (again.some(({ id }) => !messages.some(message => message.id === id))) fault('a page took a message back')
      shown.splice(0, shown.length, ...kept, ...messages)
    })
    room.on('message', ({ message }) => {
      const last = shown.at(-1)?.seq ?? 0
      if (message.seq !== last + 1) fault(`showed ${message.seq} after ${last}`)
      shown.push(message)
    })
    room.on('state', state => {
      if (state.status === 'refused') fault(`refused: ${state.error.message}`)
    })
    client.on('status', state => {
      if (state.status === 'waiting' && state.error.code === 'rate_limited') fault('was closed for asking too often')
    })
    client.on('error', error => fault(`${error.code}: ${error.message}`))
  }
}
