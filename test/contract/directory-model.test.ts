import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Account, Directory, DirectoryNews } from '../../server/ports/directory.ts'
import { accountOf, DIRECTORIES, roomOf, sanctionOf, shortNews } from '../support/server-kit/directories.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

/** One call of a directory; what comes of it is compared. */
interface Call {
  text: string
  run(directory: Directory): Promise<unknown>
}

const call = (text: string, run: Call['run']): Call => ({ text, run })
const option = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: undefined })

// few of each, so that they meet
const accountId = fc.constantFrom('a:1', 'a:2', 'a:3', 'a:4')
const userId = fc.oneof(accountId, fc.constantFrom('g:1', 'g:2'))
const key = fc.constantFrom('k1', 'k2', 'k3', 'ключ', '\u{1F600}')
const keys = fc.uniqueArray(key, { minLength: 1, maxLength: 3 })
const guests = fc.array(fc.constantFrom('g:1', 'g:2', 'g:3', 'old'), { maxLength: 3 })
const room = fc.constantFrom('r', 'R', 's.t', 'dm:1')
const place = fc.oneof(room, fc.constant(''))
const role = fc.constantFrom('member', 'moderator', 'owner')
const kind = fc.constantFrom('warn', 'mute', 'kick', 'ban')
const time = fc.integer({ min: 0, max: 50 })
const text = fc.oneof(fc.constantFrom('', 'a', 'b'), fc.string({ unit: 'grapheme', maxLength: 20 }))
const cursor = option(fc.constantFrom('a:1', 'a:25', 'g:', 'R', 'r', '~'))
const limit = fc.integer({ min: 1, max: 5 })

const account: fc.Arbitrary<Account> = fc
  .record({
    id: accountId,
    keys,
    password: option(fc.constantFrom('p', 'q')),
    site: option(fc.constantFrom({ issuer: 'i', subject: 's' }, { issuer: 'i', subject: 't' })),
    picture: option(text),
    seenAt: time,
    guestIds: guests,
  })
  .map(({ id, site, ...rest }) => accountOf(id.slice(2), { ...rest, ...site }))
const change = fc.record(
  {
    name: fc.constant('New'),
    keys,
    password: fc.constantFrom('p', 'q'),
    picture: text,
    role: fc.constantFrom('user', 'admin'),
    seenAt: time,
    notBefore: time,
    guestIds: guests,
  },
  { requiredKeys: [] },
)
const named = change.map(({ name, keys: its, ...rest }) => ({ ...rest, ...(name && its && { name, keys: its }) }))
const roomChange = fc.record(
  {
    ...{
      title: text,
      topic: text,
      slowMs: time,
      write: fc.constantFrom('guest', 'user', 'member'),
      locked: fc.boolean(),
    },
    hideModerators: fc.boolean(),
    filters: fc.constantFrom({}, { links: 'hold' }, { words: ['a', '\u{1F600}'] }),
  },
  { requiredKeys: [] },
)
const members = fc.uniqueArray(fc.record({ user: userId, role }), { maxLength: 3, selector: ({ user }) => user })

const calls: fc.Arbitrary<Call>[] = [
  account.map(it => call(`add ${JSON.stringify(it)}`, directory => directory.addAccount(it))),
  fc.tuple(accountId, named).map(([id, it]) => call(`change ${id}`, directory => directory.changeAccount(id, it))),
  accountId.map(id => call(`remove ${id}`, directory => directory.removeAccount(id))),
  fc
    .tuple(room, roomChange, members)
    .map(([name, it, first]) => call(`add room ${name}`, directory => directory.addRoom(roomOf(name, it), first))),
  fc.tuple(room, roomChange).map(([name, it]) => call(`change ${name}`, directory => directory.changeRoom(name, it))),
  fc
    .tuple(room, userId, option(role))
    .map(([name, user, it]) => call(`role ${name} ${user} ${it}`, directory => directory.setRole(name, user, it))),
  fc
    .tuple(accountId, accountId)
    .filter(([one, other]) => one !== other)
    .map(([one, other]) =>
      call(`direct ${one} ${other}`, directory =>
        directory.addRoom(
          roomOf(`dm:${one.slice(2)}-${other.slice(2)}`, { kind: 'direct', pair: [one, other], createdBy: one }),
          [
            { user: one, role: 'member' },
            { user: other, role: 'member' },
          ],
        ),
      ),
    ),
  fc
    .tuple(room, accountId, accountId)
    .map(([name, user, by]) =>
      call(`invite ${name} ${user} ${by}`, directory => directory.invite({ room: name, user, by, at: 5 })),
    ),
  fc
    .tuple(room, userId)
    .map(([name, user]) => call(`drop ${name} ${user}`, directory => directory.dropInvitation(name, user))),
  fc
    .tuple(accountId, accountId, fc.boolean())
    .map(([by, user, on]) => call(`block ${by} ${user} ${on}`, directory => directory.block(by, user, on))),
  fc
    .array(fc.record({ user: userId, room, epoch: fc.constantFrom('e', 'f'), seq: time }), { maxLength: 3 })
    .map(positions => call(`read ${JSON.stringify(positions)}`, directory => directory.keepPositions(positions))),
  fc
    .tuple(room, accountId, accountId, cursor, limit)
    .map(([name, user, other, after, most]) =>
      call(`look ${name} ${user} ${other} ${after} ${most}`, directory =>
        Promise.all([
          directory.direct(user, other),
          directory.listed(after, most),
          directory.madeBy(user),
          directory.roomsMadeBy(user, after, most),
          directory.shareRoom(user, other),
          directory.invitation(name, user),
          directory.invitationsOf(user, after, most),
          directory.blocks(user),
          directory.isBlocked(user, other),
          directory.position(user, name),
          directory.positionsOf(user, after, most),
        ]),
      ),
    ),
  fc
    .tuple(place, fc.oneof(userId, fc.constant('ip:1')), kind, option(time), option(text), time)
    .map(([name, user, its, until, reason, at]) =>
      call(`sanction ${name} ${user} ${its}`, directory =>
        directory.addSanction(sanctionOf(user, { room: name, kind: its, until, reason, at })),
      ),
    ),
  fc
    .tuple(place, userId, kind)
    .map(([name, user, its]) =>
      call(`lift ${name} ${user} ${its}`, directory => directory.liftSanction(name, user, its)),
    ),
  fc
    .tuple(userId, keys, time)
    .map(([id, its, since]) =>
      call(`find ${id} ${its}`, directory =>
        Promise.all([
          directory.account(id),
          directory.accountOfGuest(id),
          directory.accountNamed(its),
          directory.isNameKept(its, since),
          directory.accountOf('i', 's'),
          directory.removed(['a:1', 'a:2', 'a:3', id]),
        ]),
      ),
    ),
  fc
    .tuple(room, userId, cursor, limit, time)
    .map(([name, user, after, most, now]) =>
      call(`see ${name} ${user} ${after} ${most} ${now}`, directory =>
        Promise.all([
          directory.room(name),
          directory.membership(name, user),
          directory.members(name, after, most),
          directory.roomsOf(user, after, most),
          directory.sanctions(name, user, now),
          directory.sanctionsOf(user, undefined, most),
          directory.guestSanctions(now, undefined, most),
          directory.guestSanctions(now, { user, room: name, kind: 'mute' }, most),
        ]),
      ),
    ),
]

/** What comes of calls, in their order, and what was heard of them. */
async function outcome(directory: Directory, clock: VirtualClock, all: readonly Call[]): Promise<unknown[]> {
  const came: unknown[] = []
  const hear = (news: DirectoryNews) => void came.push(shortNews(news))
  for (const name of ['r', 'R', '']) directory.watchRoom(name, hear)
  for (const user of ['a:1', 'a:2', 'g:1']) directory.watchUser(user, hear)
  directory.watchGuests(hear)
  for (const each of all) {
    came.push(await each.run(directory))
    await clock.run(1)
  }
  return came
}

const [memory, ...stored] = DIRECTORIES

describe.for(stored)('the directory in memory and that in $name', ({ open, runs }) => {
  test('[DR17] whatever is called in whatever order, both say the same', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(...calls), { minLength: 20, maxLength: 80 }), async all => {
        const came: unknown[][] = []
        for (const begin of [memory?.open, open]) {
          const clock = new VirtualClock(0)
          const directory = await begin?.({ clock })
          if (directory) came.push(await outcome(directory, clock, all))
        }
        const [inMemory, inStore] = came
        expect(inStore).toEqual(inMemory)
      }),
      { numRuns: runs },
    )
  })
})
