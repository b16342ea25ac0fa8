import { expect, test } from 'vitest'
import { systemRandom } from '../../../../../server/adapters/process/system-random.ts'
import type { ChannelListener } from '../../../../../server/adapters/redis/engine.ts'
import { TAGS, tagOf } from '../../../../../server/adapters/redis/partitions.ts'
import { PersonRooms } from '../../../../../server/adapters/redis/person-rooms.ts'
import { RoomViews } from '../../../../../server/adapters/redis/room-views.ts'
import type { EventWrite } from '../../../../../server/ports/store.ts'
import { MemoryEngine, MemoryRedisServer } from '../../../../support/redis/memory-engine.ts'

/** Each tag is as if it had a server of its own. */
class ClusterEngine extends MemoryEngine {
  readonly heard = new Map<string, Set<ChannelListener>>()

  override subscribe(tag: string, channel: string, listener: ChannelListener): () => void {
    const all = this.heard.get(tag) ?? new Set()
    this.heard.set(tag, all.add(listener))
    const stop = super.subscribe(tag, channel, listener)
    return () => {
      all.delete(listener)
      stop()
    }
  }
}

test('[RE239] in which rooms somebody is found is written down anew when the server of it may have lost that, whichever it is', async () => {
  const server = new MemoryRedisServer(() => 0)
  const engine = new ClusterEngine(server)
  const people = new PersonRooms(engine, 't:', new RoomViews(engine, 't:', systemRandom))
  const said = { user: { id: 'g:ann', name: 'ann' }, content: { kind: 'new_message' } } as unknown as EventWrite
  const key = `t:{${tagOf('g:ann')}}:u:g:ann:rooms`
  const isThere = () => server.redis.run(['EXISTS', key]) === 1
  await people.note('r', [said])
  expect(isThere()).toBe(true)
  server.redis.run(['DEL', key])
  for (const listener of engine.heard.get(tagOf('g:ann')) ?? []) listener.lost()
  await people.note('r', [said])
  expect(isThere()).toBe(true)
  expect(TAGS.every(tag => engine.heard.get(tag)?.size === 1)).toBe(true)
  people.stop()
  expect([...engine.heard.values()].every(({ size }) => size === 0)).toBe(true)
})
