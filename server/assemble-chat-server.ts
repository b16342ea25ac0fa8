import { getHeapStatistics } from 'node:v8'
import { DEFAULT_LIMITS } from '../sdk/protocol/limits.ts'
import { loadTransport } from './adapters/load-transport.ts'
import { DescriptorGuard } from './adapters/process/descriptor-guard.ts'
import { eventLoopLoad } from './adapters/process/event-loop-load.ts'
import { pinoLog } from './adapters/process/pino-log.ts'
import { PromMetrics } from './adapters/process/prom-metrics.ts'
import { loadAssets } from './adapters/process/static-assets.ts'
import { systemClock } from './adapters/process/system-clock.ts'
import { systemRandom } from './adapters/process/system-random.ts'
import { calmLog } from './app/calm-log.ts'
import { createHttpHandler } from './app/http/http-handler.ts'
import { Hub } from './app/hub.ts'
import { DEFAULT_HUB_CAPS, DEFAULT_HUB_RATES, type HubCaps, type HubRates, UNLIMITED_HUB_CAPS } from './app/hub-deps.ts'
import { assembleLoginMethods } from './assemble-login-methods.ts'
import { assemblePeople } from './assemble-people.ts'
import { assembleSessions } from './assemble-sessions.ts'
import { readFilters } from './config/filters-file.ts'
import { memoryLimits } from './config/memory-limits.ts'
import type { Config } from './config/schema.ts'
import { originPolicy } from './core/origin.ts'
import { LogWithoutNames } from './log/log-without-names.ts'
import { RemovedPeople } from './log/removed-people.ts'
import { makeWantedRooms } from './make-wanted-rooms.ts'
import { type OpenLog, type OpenLogParts, openLog, ownLog } from './open-log.ts'
import type { Clock } from './ports/clock.ts'
import type { Log } from './ports/log.ts'
import type { Random } from './ports/random.ts'
import type { RoomLog } from './ports/room-log.ts'
import type { Transport, TransportOptions } from './ports/transport.ts'
import { publicFolder } from './public-folder.ts'

/** Parts of the server that a program may bring itself; the others are the usual ones. */
export interface ChatServerParts {
  clock?: Clock | undefined
  random?: Random | undefined
  /** Where the server says what happens; JSON on standard error if left out. */
  log?: Log | undefined
  /** Another place for messages than `store` names. Logins and the directory are kept in memory then. */
  roomLog?: RoomLog | undefined
  /** The script of the store's thread; the one beside the built server if left out. */
  storeWorker?: URL | undefined
  metrics?: PromMetrics | undefined
  /** The folder of pages and bundles. */
  publicFolder?: string | undefined
}

/** A server that takes traffic. */
export interface ListeningServer {
  port: number
  transport: Transport['name']
  /** Why `auto` did not take uWebSockets.js. */
  fallback: string | undefined
  /** Files that it serves; 0 before the build. */
  assets: number
}

export interface ChatServer {
  /** Rejects with a sentence when it cannot. Once only. */
  listen(): Promise<ListeningServer>
  /** Tells every client to come back later, then ends everything; within 8 s. */
  close(): Promise<Closed>
}

/** What there was when a server was closed. */
export interface Closed {
  /** Sockets that were open. */
  sockets: number
}

const MAX_BODY_BYTES = 4_096
/** Many nodes know a draft by its cid for this long. ms. */
const SHARED_DEDUPE_MS = 24 * 3_600_000
const MAX_BACKPRESSURE_BYTES = 1_048_576

/** Puts the parts of the server together. Nothing runs before `listen`. */
export function assembleChatServer(config: Config, parts: ChatServerParts = {}): ChatServer {
  let stop: (() => Promise<Closed>) | undefined
  let closing: Promise<Closed> | undefined

  return {
    async listen() {
      const started = await start(config, parts)
      stop = started.stop
      return started.listening
    },
    close() {
      closing ??= stop?.() ?? Promise.resolve({ sockets: 0 })
      return closing
    },
  }
}

async function start(config: Config, parts: ChatServerParts) {
  const { clock = systemClock, random = systemRandom, log = pinoLog(config.logLevel) } = parts
  const logger = calmLog(log, clock)
  const onFault = (error: unknown) => logger.error({ err: error }, 'a handler failed')
  const { metrics = new PromMetrics() } = parts
  const filters = readFilters(config.filters)
  const assets = await loadAssets(parts.publicFolder ?? publicFolder())
  const descriptors = new DescriptorGuard(clock, logger)
  const { transport, fallback } = await loadTransport(config.transport, {
    ...transportOptions(config),
    clock,
    onFault,
    admits: () => descriptors.admit(),
  })

  // one process hears of each try of its own store
  const logParts = { clock, random, log: config.redis === undefined ? log : logger, worker: parts.storeWorker }
  const store = parts.roomLog ? ownLog(parts.roomLog, logParts) : await openStore(config, logParts)
  const { shared, pragmas } = store
  const limits = shared ? { ...DEFAULT_LIMITS, dedupeMs: SHARED_DEDUPE_MS } : DEFAULT_LIMITS
  const removed = new RemovedPeople()
  const roomLog = new LogWithoutNames(store.roomLog, removed)
  const onOver = (userId: string, everywhere: boolean) => hub.endGrace(userId, !everywhere)
  const { sessions, begin } = assembleSessions(config, { store, removed, clock, random, onOver })
  const loginParts = { sessions, directory: store.directory, clock, random, filters, shared }
  const logins = await assembleLoginMethods(config, loginParts)
  const hide = (ids: readonly string[]) => hub.hide(ids)
  const people = assemblePeople({ store, sessions, logins, removed, hide, clock, random, logger })
  const hub: Hub = new Hub({
    log: roomLog,
    directory: store.directory,
    personal: store.personal,
    random,
    filters,
    listed: config.rooms === 'listed',
    createRooms: config.createRooms,
    authenticator: logins.authenticator,
    clock,
    logger,
    publish: (topic, text) => transport.publish(topic, text),
    limits,
    presence: shared?.presence,
    bus: shared?.bus,
    ratesOfNodes: shared?.rates,
    onHidden: removed.add,
    rates: config.noLimits ? undefined : hubRates(config),
    caps: hubCaps(config),
    heartbeatMs: config.heartbeatMs,
    flushMs: config.flushMs,
    busy: eventLoopLoad(clock),
    metrics,
  })
  metrics.gauge('chat_connections', 'Sockets open', () => hub.stats().connections)
  metrics.gauge('chat_users', 'Users with a socket', () => hub.stats().users)
  metrics.gauge('chat_rooms', 'Rooms alive', () => hub.stats().rooms)
  metrics.gauge('chat_store_ready', '1 while the store takes messages', () => (roomLog.ready() ? 1 : 0))
  if (pragmas) metrics.gauges('chat_store_pragma', 'How the database writes, as it says itself', pragmas)
  metrics.gauge('chat_sessions', 'Logins that are not over, of many nodes those in use here', () => sessions.size)
  if (shared)
    metrics.gauges('chat_redis', 'What became of the connections to Redis', async () => ({ ...shared.stats() }))

  let draining = false
  const handler = createHttpHandler({
    sessions,
    logins,
    people,
    assets,
    origins: originPolicy(config.publicUrl?.origin, config.origins),
    basePath: config.publicUrl?.path ?? '',
    trustedProxies: config.trustedProxies,
    loginRate: config.noLimits ? undefined : config.loginRate,
    ratesOfNodes: shared?.rates,
    metrics,
    metricsToken: config.metricsToken,
    status: () => (draining ? 'draining' : roomLog.ready() ? 'ready' : 'unavailable'),
    open: (peer, from) => hub.open(peer, from),
    clock,
    logger,
  })

  let unfollow = () => {}
  const end = async () => {
    hub.stop()
    unfollow()
    await sessions.stop()
    people.eraser?.stop()
    await transport.close()
    await store.close()
  }
  const stop = async () => {
    // The clock's timers do not keep the process alive while goodbyes are said
    const alive = setInterval(() => {}, 1_000)
    draining = true
    const closed = { sockets: hub.stats().connections }
    transport.stopListening()
    await hub.drain()
    await end()
    clearInterval(alive)
    return closed
  }
  try {
    const { directory } = store
    await removed.load(directory)
    if (shared) unfollow = removed.follow(directory, clock)
    if (config.roomsFile !== undefined) await makeWantedRooms(config.roomsFile, { directory, clock, logger })
    await begin()
    people.eraser?.begin()
    const { port } = await transport.listen(config.host, config.port, handler)
    return { stop, listening: { port, transport: transport.name, fallback, assets: assets.size } }
  } catch (error) {
    await end()
    throw error
  }
}

async function openStore(config: Config, parts: OpenLogParts): Promise<OpenLog> {
  const { redis } = config
  if (redis === undefined) return openLog(config, parts)
  // who runs one process loads nothing of it
  const { openRedis } = await import('./open-redis.ts')
  return openRedis({ ...config, redis }, parts)
}

function transportOptions({ heartbeatMs }: Config): TransportOptions {
  return {
    maxFrameBytes: DEFAULT_LIMITS.frameBytes,
    maxBodyBytes: MAX_BODY_BYTES,
    maxBackpressureBytes: MAX_BACKPRESSURE_BYTES,
    idleTimeoutS: Math.min(960, Math.ceil((2 * heartbeatMs) / 1000) + 10),
  }
}

function hubRates(config: Config): HubRates {
  return {
    requests: config.requestRate,
    shared: config.readRate,
    reads: config.readBytesRate,
    sends: config.sendRate,
    writes: config.sendBytesRate,
    opens: config.connectRate,
    searches: DEFAULT_HUB_RATES.searches,
    makes: DEFAULT_HUB_RATES.makes,
  }
}

function hubCaps({ noLimits, maxConnections }: Config): HubCaps {
  const { backlogBytes } = memoryLimits(getHeapStatistics().heap_size_limit)
  return { ...(noLimits ? UNLIMITED_HUB_CAPS : DEFAULT_HUB_CAPS), connections: maxConnections, backlogBytes }
}
