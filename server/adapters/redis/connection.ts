import { type Address, type Login, shown } from '../../core/redis-url.ts'
import type { Clock } from '../../ports/clock.ts'
import { type Command, EngineUnavailable, type Reply } from './engine.ts'
import type { Hear, RedisClient, RedisModule } from './redis-module.ts'
import { endsConnection, whatBefell } from './what-befell.ts'

export interface ConnectionSetup {
  readonly redis: RedisModule
  readonly clock: Clock
  readonly login: Login
  readonly database: number
  readonly tls: boolean
}

interface Call {
  readonly since: number
  reject(error: Error): void
}

/** A call that takes longer ends the connection: the answers behind it would be as late. */
const ANSWER_MS = 2_000
/** Counted in turns of this, so that a process that stood still does not blame the server. */
const TURN_MS = 100
const CONNECT_MS = 2_000

/** One connection to one server, which never comes back when it has fallen. */
export class Connection {
  readonly address: Address
  /** Once, when it falls. */
  fell: ((reason: Error) => void) | undefined
  readonly #setup: ConnectionSetup
  readonly #client: RedisClient
  readonly #calls = new Set<Call>()
  readonly #stopTurns: () => void
  #turns = 0
  #reason: Error | undefined

  private constructor(setup: ConnectionSetup, address: Address) {
    this.#setup = setup
    this.address = address
    this.#client = setup.redis.createClient(optionsOf(setup, address))
    this.#client.on('error', error => this.#befell(error))
    this.#client.on('end', () => this.#befell(undefined))
    this.#client.on('sharded-channel-moved', () => this.fall(new EngineUnavailable('A channel has moved.')))
    // it may have fallen before there was a socket to close
    this.#client.on('connect', () => this.#reason && this.#client.destroy())
    this.#stopTurns = setup.clock.every(TURN_MS, () => this.#turn())
  }

  static async open(setup: ConnectionSetup, address: Address): Promise<Connection> {
    const connection = new Connection(setup, address)
    const late = () => connection.fall(new EngineUnavailable(`Redis at ${shown(address)} does not answer.`))
    const cancel = setup.clock.after(CONNECT_MS, late)
    try {
      await new Promise<void>((resolve, reject) => {
        connection.fell = reject
        connection.#client.connect().then(
          () => resolve(),
          error => connection.#befell(error),
        )
      })
      return connection
    } finally {
      connection.fell = undefined
      cancel()
    }
  }

  /** Why it has fallen; undefined: it is up. */
  get reason(): Error | undefined {
    return this.#reason
  }

  /** Rejects with EngineUnavailable, or with an error that says what was wrong with the command. */
  send(command: Command): Promise<Reply> {
    return this.#call(() => this.#client.sendCommand(command))
  }

  /** `hear` is one function for all channels of this connection. */
  subscribe(channels: readonly string[], hear: Hear, sharded: boolean): Promise<void> {
    return this.#call(() =>
      sharded ? this.#client.sSubscribe(channels, hear) : this.#client.subscribe(channels, hear),
    )
  }

  unsubscribe(channels: readonly string[], hear: Hear, sharded: boolean): Promise<void> {
    return this.#call(() =>
      sharded ? this.#client.sUnsubscribe(channels, hear) : this.#client.unsubscribe(channels, hear),
    )
  }

  /** Ends it. What is on its way is rejected. */
  fall(reason: Error): void {
    if (this.#reason) return
    this.#reason = reason
    this.#stopTurns()
    for (const call of this.#calls) call.reject(reason)
    this.#calls.clear()
    this.#client.destroy()
    this.fell?.(reason)
  }

  #call<T>(begin: () => Promise<T>): Promise<T> {
    if (this.#reason) return Promise.reject(this.#reason)
    return new Promise((resolve, reject) => {
      const call = { since: this.#turns, reject }
      this.#calls.add(call)
      begin().then(
        reply => {
          if (this.#calls.delete(call)) resolve(reply)
        },
        error => {
          if (!this.#calls.delete(call)) return
          const meant = this.#meaning(error)
          reject(meant)
          if (endsConnection(meant)) this.fall(meant)
        },
      )
    })
  }

  #turn(): void {
    this.#turns++
    // they are answered in order
    const [oldest] = this.#calls
    if (oldest && this.#turns - oldest.since > ANSWER_MS / TURN_MS)
      this.fall(new EngineUnavailable(`Redis at ${shown(this.address)} does not answer.`))
  }

  #befell(error: unknown): void {
    this.fall(this.#meaning(error ?? {}))
  }

  #meaning(error: unknown): Error {
    return whatBefell(error, shown(this.address), this.#setup.redis)
  }
}

function optionsOf({ login, database, tls }: ConnectionSetup, address: Address): object {
  return {
    socket: { ...address, ...(tls && { tls: true }), reconnectStrategy: false, connectTimeout: CONNECT_MS },
    ...login,
    database,
    RESP: 2,
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: 'disabled',
    // its own timeouts are for what is not sent yet
    commandOptions: { timeout: undefined },
  }
}
