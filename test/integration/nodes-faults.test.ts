import { describe, expect, test } from 'vitest'
import { seeded } from '../simulation/random.ts'
import { redisIsThere } from '../support/redis/redis-server.ts'
import type { RoomContent } from '../torture/inspect.ts'
import type { Receipt } from '../torture/ledger.ts'
import { Book } from '../torture/nodes/book.ts'
import { FAULTS, type FaultName } from '../torture/nodes/faults.ts'
import { tortureNodes } from '../torture/nodes/torture-nodes.ts'

/** The long run is `npm run torture -- --nodes`. */
const SHORT = { people: 30, writers: 6, rooms: 2, lastsMs: () => 3_000, wholeMs: 30_000, quietMs: 300 }

test('[RE162] what is lost, moved, there twice or not deleted is found', () => {
  const user = { id: 'g:u', name: 'U' }
  const message = (seq: number, change: object = {}) => {
    const sent = { room: 'r', seq, id: `m${seq}`, cid: `c${seq}`, user, text: `text ${seq}`, sentAt: 1, rev: seq }
    return { ...sent, ...change } as RoomContent['messages'][number]
  }
  const look = (messages: RoomContent['messages']) => {
    const book = new Book()
    const sent = (seq: number) => book.acknowledge({ room: 'r', user: user.id, cid: `c${seq}`, seq, id: `m${seq}` })
    const change = (seq: number, id: string, what: Receipt['change']) =>
      book.acknowledge({ room: 'r', user: user.id, cid: `c${seq}`, seq, id, change: what })
    for (const seq of [1, 2, 3]) sent(seq)
    change(4, 'm1', { type: 'edit_message', text: 'edited' })
    change(5, 'm2', { type: 'delete_message' })
    book.compare(new Map([['r', { epoch: 'e', seq: 5, messages }]]))
    return book
  }
  const [edited, deleted, last] = [
    message(1, { text: 'edited' }),
    message(2, { deleted: { at: 1 }, text: '' }),
    message(3),
  ]
  expect(look([edited, deleted, last]).faults).toEqual([])
  expect(look([edited, deleted])).toMatchObject({ lost: 1, twice: 0 })
  expect(look([message(1), deleted, last])).toMatchObject({ lost: 1 })
  expect(look([edited, message(2), last])).toMatchObject({ lost: 1 })
  expect(look([edited, deleted, last, message(6, { cid: 'c3' })])).toMatchObject({ twice: 1 })
  expect(look([edited, deleted, message(6, { id: 'm3', cid: 'c3' })]).faults).toEqual(['moved: r 3 c3 is 6'])
  expect(look([deleted, edited, last]).faults).toEqual(['r has 1 behind 2'])
})

describe.skipIf(!redisIsThere())('three nodes on one Redis', () => {
  test('[RE162] nodes die, restart, stand still, are cut off, deaf and slow, Redis dies, stands still, comes back with and without its data and is replaced: nothing that Redis kept is lost, nothing is there twice, all see the same in one order, nobody leaves and nobody has to come anew', async () => {
    const faults = Object.keys(FAULTS) as FaultName[]
    const { byFault, ...report } = await tortureNodes({ ...SHORT, faults, random: seeded(1) })
    expect(report).toMatchObject({ faults: [], errors: [] })
    expect(byFault.map(({ name }) => name)).toEqual(faults)
    for (const { acknowledged } of byFault) expect(acknowledged).toBeGreaterThan(0)
    // each comes back once for each node that stops, and not all in one second
    const restarted = byFault.find(({ name }) => name.startsWith('all nodes are restarted'))
    expect(restarted?.busiest).toBeLessThanOrEqual(SHORT.people)
    // a crowded machine is slow
  }, 300_000)
})
