import { systemRandom } from '../../../server/adapters/process/system-random.ts'
import { DirectoryCache } from '../../../server/adapters/redis/directory-cache.ts'
import { DirectorySide } from '../../../server/adapters/redis/directory-side.ts'
import type { ChannelListener, Command, Commit, Engine } from '../../../server/adapters/redis/engine.ts'
import { roomKeys } from '../../../server/adapters/redis/room-keys.ts'
import type { RoomRetention } from '../../../server/adapters/redis/room-trimmer.ts'
import { RedisRooms } from '../../../server/adapters/redis/rooms.ts'
import type { Content } from '../../../server/ports/room-log.ts'
import type { EventWrite, StoreAnswer, Written } from '../../../server/ports/store.ts'
import { MemoryEngine, type MemoryRedisServer } from './memory-engine.ts'

export const PREFIX = 'chat:'
export const NOW = 1_700_000_000_000
const ALL: RoomRetention = { ageMs: undefined, messages: undefined }

/** An engine that counts what is asked of it. */
export class CountingEngine extends MemoryEngine {
  views = 0
  commits: Commit[] = []

  override view(tag: string, commands: readonly Command[]) {
    this.views++
    return super.view(tag, commands)
  }

  override commit(tag: string, commit: Commit) {
    this.commits.push(commit)
    return super.commit(tag, commit)
  }
}

/** What one node has of the rooms; what it remembers of the directory it never forgets. */
export function nodeOver(engine: Engine, retention = ALL) {
  const people = new DirectorySide(PREFIX, systemRandom, new DirectoryCache(), async () => {})
  const rooms = new RedisRooms({ engine, prefix: PREFIX, random: systemRandom, retention, people, now: () => NOW })
  const commit = (room: string, writes: readonly EventWrite[]) => rooms.commit(room, writes)
  return { rooms, commit }
}

/** Everything that commits tell of a room, as it is published. */
export function toldIn(server: MemoryRedisServer, room: string): { told: string[]; stop: () => void } {
  const told: string[] = []
  const listener: ChannelListener = { live: () => {}, lost: () => {}, message: text => told.push(text) }
  const { tag, channel } = roomKeys(PREFIX, room)
  return { told, stop: new MemoryEngine(server).subscribe(tag, channel, listener) }
}

let ids = 0

export function writeOf(cid: string, content: Content, more: Partial<EventWrite> = {}): EventWrite {
  return {
    kind: 'event',
    room: 'r',
    user: { id: 'a:ann', name: 'Ann' },
    cid,
    content,
    id: `e${++ids}`,
    sentAt: NOW,
    ...more,
  }
}

export const messageOf = (cid: string, text = `text of ${cid}`, more: Partial<EventWrite> = {}) =>
  writeOf(cid, { kind: 'new_message', text }, more)

export function writtenOf(answers: readonly StoreAnswer[]): Written[] {
  return answers.map(answer => {
    if (typeof answer !== 'object' || !('seq' in answer)) throw new Error(`Not written: ${JSON.stringify(answer)}`)
    return answer
  })
}
