import { getHeapStatistics } from 'node:v8'
import { DEFAULT_LIMITS } from '../sdk/protocol/limits.ts'
import { MemoryStore, type MemoryStoreLimits } from './adapters/memory/store.ts'
import { SqliteThread } from './adapters/sqlite/thread.ts'
import { memoryLimits } from './config/memory-limits.ts'
import type { Config } from './config/schema.ts'
import { DurableLog } from './log/durable-log.ts'
import type { DurableLogSetup } from './log/durable-log-setup.ts'
import type { Clock } from './ports/clock.ts'
import type { Directory } from './ports/directory.ts'
import type { Log } from './ports/log.ts'
import type { PersonalData } from './ports/personal-data.ts'
import type { Random } from './ports/random.ts'
import type { RatesOfNodes } from './ports/rates-of-nodes.ts'
import type { RoomLog } from './ports/room-log.ts'
import type { SessionStore } from './ports/session-store.ts'
import type { SharedPresence } from './ports/shared-presence.ts'
import type { SharedSessionStore } from './ports/shared-sessions.ts'
import type { UserBus } from './ports/user-bus.ts'

/** What the nodes of one chat share beside the log. */
export interface SharedByNodes {
  /** This node, in what others hear of it. */
  node: string
  sessions: SharedSessionStore
  presence: SharedPresence
  bus: UserBus
  rates: RatesOfNodes
  /** Whether it is for this node to do what one does for all, for some minutes. Rejects with LogUnavailable. */
  turn(what: string): Promise<boolean>
  /** What became of the connections since the start. */
  stats(): Readonly<Record<'reconnects' | 'deaf' | 'failedCalls' | 'callsInFlight', number>>
}

export interface OpenLog {
  roomLog: RoomLog
  /** In the same store as the room log. */
  directory: Directory
  /** What the rooms hold of one person; undefined for a log that a program brings itself. */
  personal: PersonalData | undefined
  /** Undefined: logins last as long as the process. */
  sessionStore: SessionStore | undefined
  /** Left out: there is one process. */
  shared?: SharedByNodes | undefined
  /** How the database writes, by the name of the PRAGMA; undefined for a log in memory. */
  pragmas?: () => Promise<Record<string, number>>
  /** Resolves when all that was taken is stored. */
  close(): Promise<void>
}

export interface OpenLogParts {
  clock: Clock
  random: Random
  log: Log
  /** The script of the store's thread. */
  worker?: URL | undefined
}

/** More than the hub has alive: those that a log has to know are never refused for those that it need not. */
export const ROOMS = 25_000
/** More of recent events in memory saves no reading that counts. */
const RECENT_BYTES = 64 * 1_048_576

/** Memory for recent events. */
export function recentBytes(): number {
  return Math.min(memoryLimits(getHeapStatistics().heap_size_limit).bytes, RECENT_BYTES)
}

/** The room log of one process that the options ask for. Rejects with a sentence when it cannot be had. */
export async function openLog(config: Config, { worker, ...parts }: OpenLogParts): Promise<OpenLog> {
  const onFault = (error: unknown) => parts.log.error({ err: error }, 'a handler failed')
  const { unstoredBytes, ...memory } = memoryLimits(getHeapStatistics().heap_size_limit)
  const limits = { rooms: ROOMS, bytes: recentBytes() }
  if (config.store === 'memory') {
    const log = memoryLog({ ...parts, onFault, limits, unstoredBytes }, memory)
    const { directory, personal } = log
    return { roomLog: log, directory, personal, sessionStore: undefined, close: () => log.close() }
  }
  const { data: folder, durability, retentionMs: ageMs, retentionMessages: messages } = config
  const retention = { ageMs, messages, dedupeMs: DEFAULT_LIMITS.dedupeMs }
  const bounds = { most: config.maxData, leastFree: config.minFree }
  const store = await SqliteThread.open({ folder, durability, retention, bounds }, worker)
  const log = new DurableLog({ ...parts, store, onFault, limits, unstoredBytes })
  return {
    roomLog: log,
    directory: log.directory,
    personal: log.personal,
    sessionStore: log,
    pragmas: () => store.pragmas(),
    close: () => log.close(),
  }
}

/** A room log that a program brings itself, and beside it a directory in memory. */
export function ownLog(roomLog: RoomLog, parts: OpenLogParts): OpenLog {
  const onFault = (error: unknown) => parts.log.error({ err: error }, 'a handler failed')
  const beside = memoryLog({ ...parts, onFault })
  const close = async () => void (await Promise.all([roomLog.close(), beside.close()]))
  return { roomLog, directory: beside.directory, personal: undefined, sessionStore: undefined, close }
}

/** A log that is gone with the process: nothing waits for a commit that costs nothing. */
export function memoryLog(
  setup: Omit<DurableLogSetup, 'store' | 'gatherMs'>,
  limits?: Partial<MemoryStoreLimits>,
): DurableLog {
  return new DurableLog({ ...setup, store: new MemoryStore({ random: setup.random, limits }), gatherMs: 0 })
}
