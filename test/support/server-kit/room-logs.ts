import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { DurableEvent } from '../../../sdk/protocol/events.ts'
import { DEFAULT_LIMITS } from '../../../sdk/protocol/limits.ts'
import { systemRandom } from '../../../server/adapters/process/system-random.ts'
import type { FolderOptions } from '../../../server/adapters/sqlite/folder.ts'
import { SqliteThread } from '../../../server/adapters/sqlite/thread.ts'
import { DurableLog } from '../../../server/log/durable-log.ts'
import { MemoryLog } from '../../../server/log/memory-log.ts'
import type { Clock } from '../../../server/ports/clock.ts'
import type { MessageDraft, RoomLog, RoomNews } from '../../../server/ports/room-log.ts'
import type { Store } from '../../../server/ports/store.ts'
import { inlineStore } from './inline-store.ts'

export interface RoomLogParts {
  clock: Clock
  onFault?: (error: unknown) => void
}

/** Every room log; each is held to the one suite, by so many random runs. */
export const ROOM_LOGS: { name: string; runs: number; open: (parts: RoomLogParts) => Promise<RoomLog> }[] = [
  { name: 'memory', runs: 200, open: async parts => new MemoryLog({ ...parts, random: systemRandom }) },
  { name: 'sqlite', runs: 100, open: async parts => durableLog(parts, await inlineStore(storeOptions())) },
  {
    name: 'sqlite, in its thread',
    runs: 20,
    open: async parts => durableLog(parts, await SqliteThread.open(storeOptions(), BUILT_WORKER)),
  },
]

/** Needs the build. */
export const BUILT_WORKER = new URL('../../../server/dist/sqlite-worker.js', import.meta.url)

/** A data folder that goes when the test ends. */
export function storeOptions(options: Partial<FolderOptions> = {}): FolderOptions {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const retention = { ageMs: undefined, messages: undefined, dedupeMs: DEFAULT_LIMITS.dedupeMs }
  return { folder, durability: 'fsync', retention, ...options }
}

export function durableLog({ clock, onFault = () => {} }: RoomLogParts, store: Store): DurableLog {
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  return new DurableLog({ store, clock: brief(clock), random: systemRandom, log, onFault })
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
export function draftOf(room: string, cid: string, userId = 'u1', text = `text of ${cid}`): MessageDraft {
  return { room, user: { id: userId, name: userId }, cid, text }
}

/** A subscriber that hears the events only. */
export function ofEvents(listener: (event: DurableEvent) => void): (news: RoomNews) => void {
  return news => {
    if (news.type !== 'reset') listener(news)
  }
}
