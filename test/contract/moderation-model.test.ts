import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../../sdk/protocol/limits.ts'
import { userOf } from '../../sdk/protocol/user-of.ts'
import type { DirectoryChange } from '../../server/ports/directory-change.ts'
import { HOLD_MS, SNAPSHOT_MS } from '../../server/ports/moderation.ts'
import type { EventDraft } from '../../server/ports/room-log.ts'
import type { Store, Write } from '../../server/ports/store.ts'
import { accountOf } from '../support/server-kit/directories.ts'
import { auditOf, messageOf, reportOf, snapshotOf } from '../support/server-kit/moderation.ts'
import { ROOM_LOGS } from '../support/server-kit/room-logs.ts'

/** One call of a store at a time; what comes of it is compared. */
interface Call {
  text: string
  run(store: Store, now: number, nth: number): Promise<unknown>
}

const option = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: undefined })

// few of each, so that they meet
const room = fc.constantFrom('r', 's')
const userId = fc.constantFrom('a:1', 'a:2', 'g:1', 'g:2')
const user = userId.map(id => userOf(id, id.slice(2)))
const cid = fc.constantFrom('c1', 'c2', 'c3')
// of the nth call, if that made one
const hold = fc.nat(30).map(n => `h${String(n).padStart(3, '0')}`)
const report = fc.constantFrom('p1', 'p2', 'p3')
const former = option(fc.constantFrom(['g:1'], ['g:2', 'g:1']))
const withAudit = option(
  fc.constantFrom('e1', 'e2', 'e3').map(id => auditOf(id, { target: { user: userOf('g:1', 'G') } })),
)
const limit = fc.integer({ min: 1, max: 4 })

const change = (text: string, make: (now: number) => DirectoryChange): Call => ({
  text,
  run: async (store, now) => (await store.commit([{ kind: 'directory', change: make(now) }]))[0],
})
const event = (text: string, draft: EventDraft): Call => ({
  text,
  run: async (store, now, nth) => {
    const write: Write = { kind: 'event', ...draft, id: `h${String(nth).padStart(3, '0')}`, sentAt: now }
    return (await store.commit([write]))[0]
  },
})

const calls: fc.Arbitrary<Call>[] = [
  fc
    .record({ room, user, cid, formerIds: former, isHeld: fc.boolean(), approves: option(hold), audit: withAudit })
    .map(({ isHeld, cid: its, ...draft }) =>
      event(
        `message ${JSON.stringify([draft, its, isHeld])}`,
        messageOf(its, { ...draft, ...(isHeld && { hold: {} }) }),
      ),
    ),
  fc
    .tuple(room, hold, withAudit)
    .map(([name, id, audit]) => change(`end ${name} ${id}`, at => ({ type: 'endHold', room: name, id, at, audit }))),
  fc.tuple(report, room, user, fc.constantFrom('m1', 'm2'), user).map(([id, name, by, message, author]) =>
    change(`report ${id}`, at => ({
      type: 'addReport',
      report: reportOf(id, message, { room: name, by, at, snapshot: snapshotOf(message, { user: author }) }),
    })),
  ),
  fc
    .tuple(report, room)
    .map(([id, name]) =>
      change(`close ${id}`, at => ({ type: 'closeReport', room: name, id, at, audit: auditOf(`e-${id}`) })),
    ),
  withAudit.filter(audit => audit !== undefined).map(audit => change('note', () => ({ type: 'note', audit }))),
  fc
    .tuple(fc.constantFrom('1', '2'), fc.subarray(['g:1', 'g:2']))
    .map(([name, guestIds]) =>
      change(`account ${name}`, () => ({ type: 'addAccount', account: accountOf(name, { guestIds }) })),
    ),
  userId.map(id => change(`remove ${id}`, at => ({ type: 'removeAccount', id, at }))),
  fc
    .constantFrom(0, HOLD_MS, SNAPSHOT_MS, DEFAULT_LIMITS.dedupeMs)
    .map(later => ({ text: `trim ${later}`, run: async (store: Store, now: number) => trimmed(store, now + later) })),
  fc.tuple(room, userId, cid, hold, limit).map(([name, id, its, some, most]) => ({
    text: `look ${name} ${id} ${its} ${some} ${most}`,
    run: (store: Store, now: number) =>
      Promise.all([
        store.directory('hold', name, some),
        store.directory('holds', name, now, most > 2 ? some : undefined, most),
        store.directory('holdsOf', name, [id, 'g:1'], now),
        store.directory('holdsBy', id, undefined, most),
        store.directory('queue', name, now),
        store.directory('reports', name, undefined, most),
        store.directory('reportsBy', id, 'p1', most),
        store.directory('report', name, 'p1'),
        store.directory('audit', name, undefined, most),
        store.directory('audit', 'r', 'e2', most),
        store.directory('deed', 'a:mod', 'e1'),
      ]),
  })),
]

async function trimmed(store: Store, now: number) {
  const { told, more } = await store.trim(now)
  return { told, more }
}

async function outcome(store: Store, all: readonly Call[]): Promise<unknown[]> {
  const came: unknown[] = []
  try {
    for (const [nth, each] of all.entries()) came.push(await each.run(store, 1_000 + nth, nth))
  } finally {
    await store.close()
  }
  return came
}

const [memory, ...stored] = ROOM_LOGS

describe.for(stored)('what keeps order in memory and in $name', ({ openStore, runs }) => {
  test('[MD62] whatever is called in whatever order, both say the same', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(...calls), { minLength: 20, maxLength: 80 }), async all => {
        const [inMemory, inStore] = [
          await outcome((await memory?.openStore()) as Store, all),
          await outcome(await openStore(), all),
        ]
        expect(inStore).toEqual(inMemory)
      }),
      { numRuns: runs },
    )
  })
})
