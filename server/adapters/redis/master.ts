import { type Address, type RedisTarget, shown } from '../../core/redis-url.ts'
import type { Log } from '../../ports/log.ts'
import type { Random } from '../../ports/random.ts'
import { CANARY_MS, Canary } from './canary.ts'
import { Connection, type ConnectionSetup } from './connection.ts'
import { EngineUnavailable } from './engine.ts'
import { KeptConnection } from './kept-connection.ts'
import { loadScripts } from './script-calls.ts'
import { checkCluster, checkServer, infoOf, isFull, runOf, type ServerInfo } from './server-info.ts'
import { Subscriber } from './subscriber.ts'

export interface MasterSetup extends ConnectionSetup {
  readonly random: Random
  readonly log: Log
  readonly kind: RedisTarget['kind']
  /** Something may have moved. */
  onLoss(reason: Error): void
  /** What a server said of itself when it was connected. */
  onInfo(info: ServerInfo): void
}

/** Of so many canaries one asks whether the server is still the master that it was. */
const ASKED_EVERY = 4
const ELSEWHERE = 'The sentinels name another master of Redis.'

/** One master: a connection for commands, one that hears, and a canary that goes from the one to the other. */
export class Master {
  readonly subscriber: Subscriber
  /** A subscriber that heard nothing was made anew. */
  deaf = 0
  /** Why it was not up, last. */
  reason: Error | undefined
  readonly #setup: MasterSetup
  readonly #where: () => Promise<Address>
  readonly #canaryChannel: string
  readonly #canary: Canary
  readonly #commands: KeptConnection
  readonly #hearing: KeptConnection
  readonly #stopCanary: () => void
  #run: { readonly id: string; readonly of: Connection; readonly runId: string } | undefined
  #heardRun = ''
  #sent = 0

  /** `where`: is asked before each connection. */
  constructor(setup: MasterSetup, where: () => Promise<Address>, canaryChannel: string) {
    this.#setup = setup
    this.#where = where
    this.#canaryChannel = canaryChannel
    this.#canary = new Canary(setup.clock)
    this.subscriber = new Subscriber(setup.kind === 'cluster')
    this.#commands = new KeptConnection({
      ...setup,
      open: () => this.#openCommands(),
      up: () => this.#commandsUp(),
      down: reason => this.#down(reason),
    })
    this.#hearing = new KeptConnection({
      ...setup,
      open: () => this.#openHearing(),
      up: connection => {
        this.reason = undefined
        this.subscriber.up(connection)
        this.#checkHearing()
        this.#sendCanary()
      },
      down: reason => {
        this.#canary.silent()
        this.subscriber.down()
        if (this.#commands.now) this.#down(reason)
      },
    })
    this.#stopCanary = setup.clock.every(CANARY_MS, () => this.#sendCanary())
    this.#commands.begin()
  }

  /** The connection for commands, and the run that its server was in when it was made. */
  get now(): { connection: Connection; run: string } | undefined {
    const { now } = this.#commands
    return now && this.#run?.of === now ? { connection: now, run: this.#run.id } : undefined
  }

  get isCurrent(): boolean {
    return this.#hearing.now !== undefined && this.#canary.isCurrent
  }

  get reconnects(): number {
    return this.#commands.fallen + this.#hearing.fallen
  }

  async isFull(): Promise<boolean> {
    const { now } = this.#commands
    if (!now) throw this.reason ?? new EngineUnavailable('Redis is not there.')
    return isFull(await infoOf(now, 'memory'))
  }

  stop(reason: Error): void {
    this.#stopCanary()
    this.#hearing.stop(reason)
    this.#commands.stop(reason)
    this.#canary.silent()
    this.subscriber.down()
  }

  async #openCommands(): Promise<Connection> {
    const address = await this.#where()
    return this.#openMaster(address, async (connection, run, info) => {
      await loadScripts(connection)
      // one that was replaced meanwhile, and has just begun to run again, takes itself for a master
      await this.#checkPlace(address)
      this.#run = { id: run, of: connection, runId: info.get('run_id') ?? '' }
      this.#setup.onInfo(info)
    })
  }

  async #openHearing(): Promise<Connection> {
    const { now } = this
    if (!now) throw this.reason ?? new EngineUnavailable('Redis is not there.')
    return this.#openMaster(now.connection.address, async (connection, run) => {
      // behind one address may be several servers
      if (run !== now.run) throw new EngineUnavailable('Another server of Redis has taken its place.')
      this.#heardRun = run
      const hear = (text: string) => connection.reason || this.#canary.hear(text)
      await connection.subscribe([this.#canaryChannel], hear, this.#setup.kind === 'cluster')
    })
  }

  async #openMaster(
    address: Address,
    prepare: (connection: Connection, run: string, info: ServerInfo) => Promise<void>,
  ): Promise<Connection> {
    const connection = await Connection.open(this.#setup, address)
    try {
      const info = await infoOf(connection)
      checkServer(info, connection, this.#setup.kind)
      if (this.#setup.kind === 'cluster') await checkCluster(connection)
      await prepare(connection, runOf(info.get('run_id') ?? '', info), info)
      return connection
    } catch (error) {
      connection.fall(error as Error)
      throw error
    }
  }

  #commandsUp(): void {
    const { now } = this.#commands
    this.#setup.log.info({ redis: now && shown(now.address) }, 'connected to Redis')
    this.#checkHearing()
    this.#hearing.begin()
  }

  /** The run that is heard has to be the run that is written to. */
  #checkHearing(): void {
    const { now } = this
    if (now && now.run !== this.#heardRun)
      this.#hearing.now?.fall(new EngineUnavailable('Another server of Redis has taken its place.'))
  }

  #down(reason: Error): void {
    if (this.reason?.message !== reason.message)
      this.#setup.log.warn({ reason: reason.message }, 'no connection to Redis')
    this.reason = reason
    this.#setup.onLoss(reason)
  }

  #sendCanary(): void {
    const { now } = this.#commands
    if (!now) return
    const word = this.#setup.kind === 'cluster' ? 'SPUBLISH' : 'PUBLISH'
    const heardBy = this.#hearing.now
    now.send([word, this.#canaryChannel, this.#canary.text()]).then(
      () => {
        if (heardBy && heardBy === this.#hearing.now && this.#canary.taken()) this.#isDeaf(heardBy)
      },
      error => this.#setup.onLoss(error as Error),
    )
    if (this.#sent++ % ASKED_EVERY === 0) this.#isStillMaster(now).catch(() => {})
  }

  #isDeaf(connection: Connection): void {
    this.deaf++
    connection.fall(new EngineUnavailable('Nothing is heard of what is published.'))
  }

  /** It may have been a replica meanwhile, on the same connection. */
  async #isStillMaster(connection: Connection): Promise<void> {
    const info = await infoOf(connection, 'replication')
    const run = this.#run
    if (run?.of !== connection) return
    if (info.get('role') !== 'master' || runOf(run.runId, info) !== run.id)
      connection.fall(new EngineUnavailable('Redis is not the master any more that it was.'))
    // sentinels that do not answer say nothing else
    else if (!(await this.#isPlace(connection.address).catch(() => true)))
      connection.fall(new EngineUnavailable(ELSEWHERE))
  }

  async #checkPlace(address: Address): Promise<void> {
    if (!(await this.#isPlace(address))) throw new EngineUnavailable(ELSEWHERE)
  }

  /** The sentinels still say so. */
  async #isPlace(address: Address): Promise<boolean> {
    return this.#setup.kind !== 'sentinel' || shown(await this.#where()) === shown(address)
  }
}
