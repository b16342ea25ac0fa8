import { expect, test } from 'vitest'
import { systemRandom } from '../../../../../server/adapters/process/system-random.ts'
import { DurableLog } from '../../../../../server/log/durable-log.ts'
import { MemoryEngine, MemoryRedisServer } from '../../../../support/redis/memory-engine.ts'
import { openRedisStore } from '../../../../support/redis/redis-store.ts'
import { SILENT } from '../../../../support/silent-log.ts'
import { settle, VirtualClock } from '../../../../support/virtual-clock.ts'

const AGE_MS = 600_000

test('[RE232] what retention gives up goes from the memory of every node that follows the room, within a minute', async () => {
  const clock = new VirtualClock()
  const server = new MemoryRedisServer(() => clock.now())
  const nodes = await Promise.all(
    ['one', 'two'].map(async node => {
      const engine = new MemoryEngine(server)
      const retention = { ageMs: AGE_MS, messages: undefined }
      const store = await openRedisStore({ engine, clock, node, retention })
      const log = new DurableLog({ store, clock, random: systemRandom, log: SILENT, onFault: () => {} })
      log.subscribe('r', () => {})
      return log
    }),
  )
  const [one] = nodes as [DurableLog, DurableLog]
  await settle()
  const say = (cid: string) => {
    const said = one.append({
      room: 'r',
      cid,
      user: { id: 'g:u', name: 'u' },
      content: { kind: 'new_message', text: cid },
    })
    return Promise.all([said, clock.run(2_000)])
  }
  const texts = async (log: DurableLog) =>
    (await log.page('r', { limit: 10, maxBytes: 1e6 }))?.messages.map(({ text }) => text)
  await say('old')
  for (const log of nodes) expect(await texts(log)).toEqual(['old'])
  await clock.run(AGE_MS - 60_000)
  await say('new')
  await clock.run(120_000)
  for (const log of nodes) expect(await texts(log)).toEqual(['new'])
  await Promise.all([...nodes.map(log => log.close()), clock.run(5_000)])
})
