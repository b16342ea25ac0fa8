import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MemoryStore } from '../../../../../server/adapters/memory/store.ts'
import { systemRandom } from '../../../../../server/adapters/process/system-random.ts'
import { searchTerms } from '../../../../../server/core/search/search-terms.ts'
import type { Content } from '../../../../../server/ports/room-log.ts'
import type { EventWrite, Store } from '../../../../../server/ports/store.ts'
import { MemoryEngine, MemoryRedisServer } from '../../../../support/redis/memory-engine.ts'
import { NOW, nodeOver } from '../../../../support/redis/rooms-kit.ts'

const USERS = ['a:1', 'a:2', 'g:3', 'g:4', 'a:5']
const ALL = { limit: 1_000, maxBytes: 1e9 }

type Made = (one: (at: number) => string) => Content
const made = <T>(of: fc.Arbitrary<T>, make: (value: T) => Made): fc.Arbitrary<Made> => of.map(make)

const which = fc.nat(30)
const said = made(fc.string(), text => () => ({ kind: 'new_message', text }))
const answered = made(
  fc.tuple(which, fc.string({ maxLength: 200 }), fc.subarray(USERS)),
  ([at, text, named]) =>
    one => ({ kind: 'new_message', text, replyTo: one(at), mentions: named.map(id => ({ id })) }),
)
const edited = made(fc.tuple(which, fc.string(), fc.subarray(USERS), fc.nat(9)), ([at, text, named, rev]) => one => ({
  kind: 'message_edited',
  messageId: one(at),
  text,
  mentions: named.map(id => ({ id, name: `Named ${id}` })),
  rev: rev < 5 ? rev : undefined,
  withinMs: 1e9,
}))
const deleted = made(fc.tuple(fc.nat(200), fc.boolean(), fc.boolean()), ([at, mod, hidden]) => one => ({
  kind: 'message_deleted',
  messageId: one(at),
  by: mod ? 'moderator' : 'author',
  reason: mod ? 'so' : undefined,
  hidden: hidden || undefined,
}))
// few messages, so that more react than are shown
const reacted = made(
  fc.tuple(fc.nat(1), fc.constantFrom('👍', '👍', '🎉', '❤️'), fc.constantFrom(true, true, false)),
  ([at, emoji, on]) =>
    one => ({ kind: 'reaction', messageId: one(at), emoji, on, kinds: 2, own: 2 }),
)
const pinned = made(fc.tuple(which, fc.boolean()), ([at, on]) => one => ({
  kind: 'message_pinned',
  messageId: one(at),
  on,
  most: 3,
}))
const content = fc.oneof(
  { weight: 5, arbitrary: said },
  { weight: 3, arbitrary: answered },
  { weight: 3, arbitrary: edited },
  { weight: 1, arbitrary: deleted },
  { weight: 8, arbitrary: reacted },
  { weight: 1, arbitrary: pinned },
)
const step = fc.record({ content, user: fc.constantFrom(...USERS), name: fc.nat(1), cid: fc.nat(300) })

const plain = (value: unknown) => JSON.parse(JSON.stringify(value))

/** All that can be read of a room, with where it is held left out. */
async function readAll(store: Store, seq: number, ids: readonly string[]) {
  const { epoch } = await store.head('r')
  const bounds = [ALL, { limit: 4, maxBytes: 1e9 }, { limit: 1_000, maxBytes: 700 }]
  const pages = bounds.flatMap(each => [
    store.page('r', each),
    ...[0, 1, seq >> 1, seq, seq + 1].flatMap(at => [
      store.page('r', { ...each, before: at }),
      store.page('r', { ...each, after: at }),
      store.page('r', { ...each, at: NOW + 1_000 * at }),
    ]),
    ...[...ids.slice(0, 3), 'none'].map(around => store.page('r', { ...each, around })),
    store.page('r', { ...each, ids: [...ids.slice(0, 5), 'none', ...ids.slice(0, 1)] }),
  ])
  const resumes = bounds.flatMap(({ limit, maxBytes }) =>
    [-1, 0, 0.5, seq >> 1, seq, seq + 1].map(from => store.resume('r', { epoch, seq: from }, limit, maxBytes)),
  )
  const changes = bounds.flatMap(each =>
    [0, seq >> 1].map(since => store.changes('r', { ...each, since, from: 1, to: seq, after: 2 })),
  )
  const people = USERS.flatMap(id => [
    store.ownReactions('r', id, 1, seq).then(own => [...own].map(([at, emoji]) => [at, [...emoji].sort()])),
    store.unread('r', seq >> 2, [id]),
    store.writtenBy('r', [id], { after: 0, ...ALL }),
    store
      .reactedBy('r', [id, 'a:1'], 0, 1_000)
      .then(({ reactions }) => reactions.map(each => JSON.stringify(each)).sort()),
    store.roomsOfPerson([id], undefined, 10),
  ])
  const search = { terms: searchTerms('a'), look: 1e9, ...ALL }
  const read = await Promise.all([
    ...pages,
    ...resumes,
    ...changes,
    ...people,
    ...bounds.map(({ limit, maxBytes }) => store.recent('r', limit, maxBytes)),
    store.search('r', search),
  ])
  return JSON.parse(JSON.stringify(read).replaceAll(epoch, 'epoch'))
}

test('[RE30] whatever groups are written, everything that is read of a room says what the store in memory says', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 10 }), { maxLength: 15, size: 'max' }),
      async groups => {
        const memory = new MemoryStore({ random: systemRandom })
        const { rooms, commit } = nodeOver(new MemoryEngine(new MemoryRedisServer(() => NOW)))
        const ids: string[] = []
        let at = 0
        for (const group of groups) {
          const { seq: known } = await memory.head('r')
          const writes = group.map(({ content: of, user, name, cid }): EventWrite => {
            const id = `e${++at}`
            const guest = user.startsWith('g:') ? { guest: true as const } : {}
            const write: EventWrite = {
              kind: 'event',
              room: 'r',
              user: { id: user, name: `${user} ${name}`, ...guest },
              cid: `c${cid}`,
              // also of what comes in the same group
              content: of(n => ids[n % Math.max(1, ids.length)] ?? 'none'),
              id,
              sentAt: NOW + 1_000 * at,
            }
            if (write.content.kind === 'new_message') ids.push(id)
            const { rev } = { rev: undefined, ...write.content }
            // nobody has seen a change before it has its place
            if (write.content.kind === 'message_edited' && rev !== undefined) write.content.rev = Math.min(rev, known)
            return write
          })
          const expected = await memory.commit(writes)
          expect(plain(await commit('r', writes))).toEqual(plain(expected))
        }
        const { seq } = await memory.head('r')
        const store = rooms as unknown as Store
        expect(await readAll(store, seq, ids)).toEqual(await readAll(memory, seq, ids))
      },
    ),
    { numRuns: 150 },
  )
})
