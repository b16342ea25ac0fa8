import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { DurableEvent } from '../../../sdk/protocol/events.ts'
import { DEFAULT_LIMITS } from '../../../sdk/protocol/limits.ts'
import { MemoryStore } from '../../../server/adapters/memory/store.ts'
import { systemRandom } from '../../../server/adapters/process/system-random.ts'
import type { FolderOptions } from '../../../server/adapters/sqlite/folder.ts'
import { SqliteThread } from '../../../server/adapters/sqlite/thread.ts'
import { DurableLog } from '../../../server/log/durable-log.ts'
import type { Clock } from '../../../server/ports/clock.ts'
import type {
  Appended,
  EventDraft,
  Page,
  PageQuery,
  Refused,
  RoomLog,
  RoomNews,
} from '../../../server/ports/room-log.ts'
import type { Store } from '../../../server/ports/store.ts'
import { openRedisStore } from '../redis/redis-store.ts'
import { SILENT } from '../silent-log.ts'
import { inlineStore } from './inline-store.ts'

export interface RoomLogParts {
  clock: Clock
  onFault?: (error: unknown) => void
}

export interface RoomLogKind {
  name: string
  /** Random runs that it is held to. */
  runs: number
  /** `keep`: messages that each room keeps; all, if left out. */
  openStore(keep?: number): Promise<Store>
  open(parts: RoomLogParts): Promise<RoomLog>
}

/** Every room log; each is held to the one suite. */
export const ROOM_LOGS: readonly RoomLogKind[] = [
  kind(
    'memory',
    200,
    async keep => new MemoryStore({ random: systemRandom, limits: keep ? { eventsPerRoom: keep } : {} }),
    0,
  ),
  kind('sqlite', 100, keep => inlineStore(keeping(keep))),
  kind('redis', 200, keep => openRedisStore({ keep })),
  kind('sqlite, in its thread', 20, keep => SqliteThread.open(keeping(keep), BUILT_WORKER)),
]

function kind(name: string, runs: number, openStore: RoomLogKind['openStore'], gatherMs?: number): RoomLogKind {
  return { name, runs, openStore, open: async parts => durableLog(parts, await openStore(), gatherMs) }
}

function keeping(messages: number | undefined): FolderOptions {
  return storeOptions({ retention: { ageMs: undefined, messages, dedupeMs: DEFAULT_LIMITS.dedupeMs } })
}

/** Needs the build. */
export const BUILT_WORKER = new URL('../../../server/dist/sqlite-worker.js', import.meta.url)

/** A data folder that goes when the test ends. */
export function storeOptions(options: Partial<FolderOptions> = {}): FolderOptions {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const retention = { ageMs: undefined, messages: undefined, dedupeMs: DEFAULT_LIMITS.dedupeMs }
  return { folder, durability: 'fsync', retention, ...options }
}

export function durableLog({ clock, onFault = () => {} }: RoomLogParts, store: Store, gatherMs?: number): DurableLog {
  return new DurableLog({ store, clock: brief(clock), random: systemRandom, log: SILENT, gatherMs, onFault })
}

/** Where time stands still, commits that gather would never begin: a wait this short ends in the next turn. */
function brief(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    elapsed: () => clock.elapsed(),
    every: (ms, fn) => clock.every(ms, fn),
    after: (ms, fn) => {
      if (ms > 5) return clock.after(ms, fn)
      const timer = setImmediate(fn)
      return () => clearImmediate(timer)
    },
  }
}

/** A draft by a user whose name is its id. */
export function draftOf(room: string, cid: string, userId = 'u1', text = `text of ${cid}`): EventDraft {
  return { room, user: { id: userId, name: userId }, cid, content: { kind: 'new_message', text } }
}

/** A subscriber that hears the events only. */
export function ofEvents(listener: (event: DurableEvent) => void): (news: RoomNews) => void {
  return news => {
    if (news.type !== 'reset') listener(news)
  }
}

/** A log of which it is certain that it takes what is appended, and has the pages that are asked for. */
export interface CertainLog extends Omit<RoomLog, 'append' | 'page'> {
  append(draft: EventDraft, lingerMs?: number): Promise<Appended>
  page(room: string, query: PageQuery): Promise<Page>
}

export function certain(log: RoomLog): CertainLog {
  return {
    head: room => log.head(room),
    append: async (...asked) => taken(await log.append(...asked)),
    resume: (...asked) => log.resume(...asked),
    page: async (...asked) => {
      const page = await log.page(...asked)
      if (!page) throw new Error('There is no such page.')
      return page
    },
    changes: (...asked) => log.changes(...asked),
    search: (...asked) => log.search(...asked),
    pins: room => log.pins(room),
    ownReactions: (...asked) => log.ownReactions(...asked),
    unread: (...asked) => log.unread(...asked),
    subscribe: (...asked) => log.subscribe(...asked),
    ready: () => log.ready(),
    close: () => log.close(),
  }
}

export function taken(answer: Appended | Refused): Appended {
  if ('refused' in answer) throw new Error(`It was refused: ${JSON.stringify(answer)}`)
  return answer
}
