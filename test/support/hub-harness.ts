import type { ServerFrame } from '../../sdk/protocol/events.ts'
import { DEFAULT_LIMITS } from '../../sdk/protocol/limits.ts'
import type { ClientFrame } from '../../sdk/protocol/requests.ts'
import { Hub } from '../../server/app/hub.ts'
import { type HubDeps, UNLIMITED_HUB_CAPS } from '../../server/app/hub-deps.ts'
import { Sessions } from '../../server/app/identity/sessions.ts'
import { memoryLog } from '../../server/open-log.ts'
import type { Directory } from '../../server/ports/directory.ts'
import type { Random } from '../../server/ports/random.ts'
import type { RoomLog } from '../../server/ports/room-log.ts'
import { type MemorySocket, MemoryTransport, type MemoryTransportOptions } from './memory-transport.ts'
import { SILENT } from './silent-log.ts'
import { settle, VirtualClock } from './virtual-clock.ts'

type Frame<T extends ServerFrame['type'] = ServerFrame['type']> = Extract<ServerFrame, { type: T }>

export interface HarnessOptions extends Partial<Omit<HubDeps, 'log' | 'directory'>> {
  transport?: MemoryTransportOptions
  /** Another one whose time, log, directory and ids this one has, too. */
  beside?: HubHarness | undefined
  /** Stands between the hub and the log in memory. */
  wrapLog?: (log: RoomLog) => RoomLog
  /** Stands between the hub and the directory. */
  wrapDirectory?: (directory: Directory) => Directory
}

/** A hub on sockets in memory, with the real sessions and room log, in virtual time. */
export class HubHarness {
  readonly clock: VirtualClock
  readonly transport: MemoryTransport
  readonly sessions: Sessions
  readonly log: RoomLog
  readonly directory: Directory
  readonly hub: Hub
  readonly #parts: { log: ReturnType<typeof memoryLog>; random: Random }
  readonly logged: { fields: object; message: string }[] = []

  constructor({ transport, wrapLog = same, wrapDirectory = same, beside, ...options }: HarnessOptions = {}) {
    this.clock = beside?.clock ?? new VirtualClock()
    this.#parts = beside ? beside.#parts : partsIn(this.clock)
    const { log, random } = this.#parts
    this.transport = new MemoryTransport(transport)
    this.sessions = new Sessions(this.clock, random)
    this.log = wrapLog(log)
    this.directory = log.directory
    const line = (fields: object, message: string) => void this.logged.push({ fields, message })
    this.hub = new Hub({
      log: this.log,
      directory: wrapDirectory(this.directory),
      personal: log.personal,
      random,
      authenticator: this.sessions,
      clock: this.clock,
      logger: { debug: line, info: line, warn: line, error: line },
      publish: (topic, text) => this.transport.publish(topic, text),
      limits: DEFAULT_LIMITS,
      rates: undefined,
      caps: UNLIMITED_HUB_CAPS,
      heartbeatMs: 20_000,
      flushMs: 50,
      ...options,
    })
    void this.transport.listen('memory', 1, {
      request: () => ({ status: 404, headers: {} }),
      upgrade: ({ address, headers }) => {
        const cookieToken = headers.get('cookie')
        return { accept: true, open: peer => this.hub.open(peer, { address, cookieToken }) }
      },
    })
  }

  login(name: string): string {
    const result = this.sessions.login(name)
    if (!result.ok) throw new Error(result.refusal.message)
    return result.login.token
  }

  open(from: Parameters<MemoryTransport['connect']>[0] = {}): HarnessClient {
    return new HarnessClient(this, this.transport.connect(from))
  }

  /** A client that is connected and has joined the rooms. */
  async user(name: string, ...rooms: string[]): Promise<HarnessClient> {
    return this.enter(this.login(name), ...rooms)
  }

  async enter(token: string, ...rooms: string[]): Promise<HarnessClient> {
    const client = this.open()
    await client.ask({ type: 'connect', token, rooms: rooms.map(room => ({ room })) })
    await this.quiet()
    client.clear()
    return client
  }

  /** Lets everything travel and every promise go on, without letting time pass. */
  async quiet(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      this.transport.flush()
      await settle()
      this.clock.advance(0)
    }
    this.transport.flush()
  }

  /** Lets time pass. */
  async pass(ms: number): Promise<void> {
    await this.quiet()
    await this.clock.run(ms)
    await this.quiet()
  }
}

/** A program on one socket. */
export class HarnessClient {
  readonly socket: MemorySocket
  readonly #harness: HubHarness
  #ref = 0

  constructor(harness: HubHarness, socket: MemorySocket) {
    this.#harness = harness
    this.socket = socket
  }

  /** Everything received since `clear`, arrays opened. */
  get frames(): ServerFrame[] {
    return this.socket.received.flatMap(text => JSON.parse(text) as ServerFrame | ServerFrame[])
  }

  of<T extends ServerFrame['type']>(type: T): Frame<T>[] {
    return this.frames.filter((frame): frame is Frame<T> => frame.type === type)
  }

  clear(): void {
    this.socket.received.length = 0
  }

  /** Says it with a ref of its own, without waiting. */
  say(request: DistributiveOmit<ClientFrame, 'ref'>): number {
    const ref = ++this.#ref
    this.socket.say({ ...request, ref })
    return ref
  }

  /** The one reply. */
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  async ask(request: DistributiveOmit<ClientFrame, 'ref'>): Promise<any> {
    const ref = this.say(request)
    await this.#harness.quiet()
    const replies = this.frames.filter(frame => 'ref' in frame && frame.ref === ref)
    if (replies.length !== 1) throw new Error(`${replies.length} replies to ${request.type}`)
    return replies[0]
  }

  send(room: string, text: string, cid = `c${this.#ref}`): Promise<Sent> {
    return this.ask({ type: 'send_message', room, text, cid })
  }
}

/** What comes of a message: it is stored, or held, or refused. */
interface Sent {
  seq: number
  id: string
  duplicate: boolean
  type?: string
  held?: string
  code?: string
  rule?: string
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

function partsIn(clock: VirtualClock) {
  let ids = 0
  const random = { id: () => `id${++ids}`, token: () => `token${++ids}` }
  return { random, log: memoryLog({ clock, random, log: SILENT, onFault: throwLater }) }
}

const same = <T>(it: T): T => it

/** What a subscriber throws ends the process. */
function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
