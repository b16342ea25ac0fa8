import { expect, test } from 'vitest'
import { MemoryStore } from '../../../../server/adapters/memory/store.ts'
import { systemRandom } from '../../../../server/adapters/process/system-random.ts'
import { DurableLog } from '../../../../server/log/durable-log.ts'
import { LogWithoutNames } from '../../../../server/log/log-without-names.ts'
import { RemovedPeople } from '../../../../server/log/removed-people.ts'
import type { Appended, Content, Refused, RoomNews } from '../../../../server/ports/room-log.ts'
import { SILENT } from '../../../support/silent-log.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

const ANN = { id: 'a:ann', name: 'Ann Gone' }
const BOB = { id: 'a:bob', name: 'Bob' }
const GONE = { id: 'a:ann', name: '', deleted: true }

async function setUp() {
  const store = new MemoryStore({ random: systemRandom })
  const clock = new VirtualClock()
  const inner = new DurableLog({ store, clock, random: systemRandom, log: SILENT, gatherMs: 0, onFault() {} })
  const removed = new RemovedPeople()
  const log = new LogWithoutNames(inner, removed)
  const heard: RoomNews[] = []
  log.subscribe('r', news => heard.push(news))
  let cid = 0
  const write = (user: typeof ANN, content: Content) =>
    log.append({ room: 'r', user, cid: `c${++cid}`, content }) as Promise<Appended & Refused>
  const { id: first } = await write(ANN, { kind: 'new_message', text: 'of Ann' })
  const mentions = [ANN, BOB]
  const { id: second } = await write(BOB, { kind: 'new_message', text: 'an answer', replyTo: first, mentions })
  const reaction = { kind: 'reaction', messageId: second, emoji: '👍', on: true, kinds: 20, own: 10 } as const
  for (const user of [BOB, ANN]) await write(user, reaction)
  await write(BOB, { kind: 'message_edited', messageId: second, text: 'edited', mentions, withinMs: 1e9 })
  await write(ANN, { kind: 'message_pinned', messageId: second, on: true, most: 50 })
  await write(BOB, { kind: 'member_changed', member: ANN, role: 'member' })
  const query = { limit: 50, maxBytes: 1e9 }
  const { epoch } = await log.head('r')
  const readAll = async () => ({
    page: await log.page('r', query),
    around: await log.page('r', { ...query, around: second }),
    resumed: await log.resume('r', { epoch, seq: 0 }, 300),
    changes: await log.changes('r', { since: 0, from: 1, to: 9, after: 0, ...query }),
    conflict: await write(BOB, { kind: 'message_edited', messageId: second, text: 'x', rev: 1, withinMs: 1e9 }),
  })
  return { inner, log, removed, heard, write, readAll, second, reaction }
}

test('[RT9] who was removed has no name in pages, resumes, changes, refusals and live events, as author, quoted, named or reacting', async () => {
  const { removed, heard, write, readAll, second, reaction } = await setUp()
  expect(JSON.stringify(await readAll())).toContain('Ann Gone')
  removed.add(['a:ann'])
  const read = await readAll()
  expect(JSON.stringify(read)).not.toContain('Ann Gone')
  expect(read.page?.messages).toMatchObject([
    { user: GONE },
    {
      user: BOB,
      replyTo: { user: GONE },
      mentions: [GONE, BOB],
      reactions: [{ emoji: '👍', count: 2, users: [BOB, GONE] }],
    },
  ])
  expect(read.resumed.events?.at(-1)).toMatchObject({ user: BOB, member: GONE, role: 'member' })
  expect(read.conflict).toMatchObject({ refused: 'conflict', current: { mentions: [GONE, BOB] } })
  heard.length = 0
  await write(BOB, { ...reaction, on: false })
  await write(BOB, { kind: 'message_edited', messageId: second, text: 'y', mentions: [ANN], withinMs: 1e9 })
  await write(BOB, { kind: 'new_message', text: 'z', replyTo: second, mentions: [ANN] })
  expect(heard).toMatchObject([{ users: [GONE] }, { mentions: [GONE] }, { mentions: [GONE] }])
  expect(JSON.stringify(heard)).not.toContain('Ann Gone')
})

test('[RT9] what has nobody of them goes by as it is, the same object', async () => {
  const { inner, log, removed } = await setUp()
  const query = { limit: 50, maxBytes: 1e9 }
  const [one, other] = [await inner.page('r', query), await log.page('r', query)]
  for (const [at, message] of (one?.messages ?? []).entries()) expect(other?.messages[at]).toBe(message)
  removed.add(['a:somebody'])
  const after = await log.page('r', query)
  for (const [at, message] of (one?.messages ?? []).entries()) expect(after?.messages[at]).toBe(message)
})
