import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { DurableLog } from '../../server/log/durable-log.ts'
import type { Directory } from '../../server/ports/directory.ts'
import { accountOf, roomOf, sanctionOf, siteAccountOf } from '../support/server-kit/directories.ts'
import { FaultyStore } from '../support/server-kit/faulty-store.ts'
import { auditOf, heldOf, messageOf, reportOf, snapshotOf } from '../support/server-kit/moderation.ts'
import { durableLog, ROOM_LOGS } from '../support/server-kit/room-logs.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const HUGE = 'x'.repeat(10_000_000)
const HALF = 'a\uD800b'
const BAD_IDS = ['', 'a:', 'g:1', 'a:\u0000', 'a:ä', 'a: b', `a:${'x'.repeat(63)}`, HUGE, HALF, 7, null, undefined]
const BAD_ROOMS = [' ', '-r', 'r r', 'ä', 'r'.repeat(65), HUGE, HALF, 7, null, undefined]
const BAD_TIMES = [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60, '1', null]
const repeated = (most: number) => '\u{1F600}'.repeat(most)

/** Fields of a whole account, and what they cannot be. */
const BAD_ACCOUNTS: [string, readonly unknown[]][] = [
  ['id', BAD_IDS],
  ['name', ['', repeated(65), HUGE, HALF, 7, null, undefined]],
  ['keys', [[], Array(9).fill('k'), [''], ['k', HUGE], [HALF], [7], 'keys', HUGE, null, undefined]],
  ['role', ['owner', 'guest', '', HUGE, 7, null, undefined]],
  ['password', ['', 'x'.repeat(1_025), HUGE, HALF, 7, null]],
  ['issuer', ['', repeated(1_025), HUGE, HALF, 7, null, undefined]],
  ['subject', ['', repeated(1_025), HUGE, HALF, 7, null, undefined]],
  ['picture', ['x'.repeat(2_049), HUGE, HALF, 7, null]],
  ['createdAt', [...BAD_TIMES, undefined]],
  ['seenAt', [...BAD_TIMES, undefined]],
  ['notBefore', [...BAD_TIMES, undefined]],
  ['guestIds', [['g:1', ''], ['g 1'], [HUGE], [7], '', 'g:1', HUGE, null]],
]
const BAD_ROOM_RECORDS: [string, readonly unknown[]][] = [
  ['room', ['', ...BAD_ROOMS]],
  ['kind', ['', 'closed', HUGE, 7, null, undefined]],
  ['title', [repeated(201), HUGE, HALF, 7, null]],
  ['topic', [repeated(2_001), HUGE, HALF, 7, null]],
  ['slowMs', [...BAD_TIMES, 604_800_001, undefined]],
  ['write', ['nobody', HUGE, 7, null, undefined]],
  ['locked', ['yes', 1, null, undefined]],
  ['createdBy', ['', 'a b', HUGE, HALF, 7, null, undefined]],
  ['createdAt', [...BAD_TIMES, undefined]],
]
const BAD_SANCTIONS: [string, readonly unknown[]][] = [
  ['room', BAD_ROOMS],
  ['user', ['', 'a b', HUGE, HALF, 7, null, undefined]],
  ['kind', ['', 'shame', 'watch', HUGE, 7, null, undefined]],
  ['until', BAD_TIMES],
  ['reason', [repeated(301), HUGE, HALF, 7, null]],
  ['by', ['', 'a b', HUGE, HALF, 7, null, undefined]],
  ['at', [...BAD_TIMES, undefined]],
]

const BAD_NOTES = [repeated(501), HUGE, HALF, 7, null]
const BAD_PEOPLE = [null, undefined, 7, HUGE, { id: '', name: 'A' }, { id: HUGE, name: 'A' }, { id: 'a', name: HUGE }]
const BAD_SNAPSHOTS = [
  null,
  7,
  { ...snapshotOf('m'), id: '' },
  { ...snapshotOf('m'), seq: 0 },
  { ...snapshotOf('m'), text: HUGE },
]
const BAD_REPORTS: [string, readonly unknown[]][] = [
  ['id', ['', 'a b', HUGE, HALF, 7, null, undefined]],
  ['room', BAD_ROOMS],
  ['by', BAD_PEOPLE],
  ['category', ['', 'dull', HUGE, 7, null, undefined]],
  ['note', BAD_NOTES],
  ['at', [...BAD_TIMES, undefined]],
  ['snapshot', [...BAD_SNAPSHOTS, { ...snapshotOf('m'), user: null }, undefined]],
  ['appeal', [{ kind: 'mute', laidAt: 1 }]],
]
const BAD_AUDITS: [string, readonly unknown[]][] = [
  ['id', ['', 'a b', HUGE, HALF, 7, null, undefined]],
  ['room', BAD_ROOMS],
  ['by', BAD_PEOPLE],
  ['cid', ['', 'a b', HUGE, HALF, 7, null, undefined]],
  ['action', ['', repeated(65), HUGE, HALF, 7, null, undefined]],
  ['reason', BAD_NOTES],
  ['at', [...BAD_TIMES, undefined]],
  ['target', [null, 7, [], HUGE, { user: { id: '', name: '' } }, { changes: { title: HUGE } }]],
]

describe.for(ROOM_LOGS)('what the directory in $name takes', ({ name, openStore }) => {
  let directory: Directory
  let log: DurableLog
  let store: FaultyStore
  beforeEach(async () => {
    store = new FaultyStore(await openStore())
    log = durableLog({ clock: new VirtualClock() }, store, name === 'memory' ? 0 : undefined)
    onTestFinished(() => log.close())
    directory = log.directory
  })

  const cases = (fields: [string, readonly unknown[]][]) =>
    fields.flatMap(([field, values]) => values.map(value => ({ [field]: value }) as object))

  /** Each is refused in a sentence, and the store is asked for none. */
  const refuses = async (calls: (() => Promise<unknown>)[]) => {
    for (const call of calls) {
      const error = await call().then(String, error => error)
      expect(error).toBeInstanceOf(RangeError)
      expect(error.message).toMatch(/^[A-Z].{5,120}\.$/)
    }
    expect(store.calls).toEqual([])
  }

  test('[DR13] what is too long or of another kind is refused before any work', async () => {
    const whole = siteAccountOf('ann', { password: 'p' })
    await refuses(cases(BAD_ACCOUNTS).map(bad => () => directory.addAccount({ ...whole, ...bad })))
    const changeable = cases(BAD_ACCOUNTS).filter(bad => {
      const [[field, value] = ['']] = Object.entries(bad)
      return !['id', 'issuer', 'subject', 'createdAt'].includes(field) && value !== undefined
    })
    await refuses(changeable.map(bad => () => directory.changeAccount('a:ann', bad)))
    await refuses(cases(BAD_ROOM_RECORDS).map(bad => () => directory.addRoom({ ...roomOf('r'), ...bad })))
    await refuses(cases(BAD_SANCTIONS).map(bad => () => directory.addSanction({ ...sanctionOf('a:ann'), ...bad })))
    const members = Array.from({ length: 11 }, (_, n) => ({ user: `a:${n}`, role: 'member' as const }))
    await refuses([
      () => directory.changeAccount('a:ann', { name: 'Ann' }),
      () => directory.changeAccount('a:ann', { keys: ['ann'] }),
      () => directory.addRoom(roomOf('r'), members),
      () => directory.addRoom(roomOf('r'), [members[0], members[0]] as typeof members),
      () => directory.setRole('', 'a:ann', 'member'),
      () => directory.setRole('r', HUGE, 'member'),
      () => directory.setRole('r', 'a:ann', 'admin' as 'owner'),
      () => directory.liftSanction(HUGE, 'a:ann', 'mute'),
      () => directory.liftSanction('r', 'a:ann', 'shame' as 'mute'),
      () => directory.changeRoom('r', { title: HUGE }),
      () => directory.accountNamed(Array(9).fill('k')),
      () => directory.isNameKept(Array(100_000).fill('k'), 0),
      () => directory.isNameKept(['k'], Number.NaN),
      () => directory.removed(Array(1_001).fill('a:ann')),
      () => directory.sanctions('r', 'a:ann', Number.NaN),
      () => directory.members('r', undefined, 0),
      () => directory.members('r', undefined, 1_001),
      () => directory.roomsOf('a:ann', undefined, 0.5),
    ])
    expect(() => directory.watchRoom(HUGE, () => {})).toThrow(RangeError)
    expect(() => directory.watchUser('', () => {})).toThrow(RangeError)
  })

  test('[MD61] of what keeps order, too', async () => {
    const appeal = { snapshot: undefined, appeal: { kind: 'mute', laidAt: 1 } as const }
    await refuses(cases(BAD_REPORTS).map(bad => () => directory.addReport({ ...reportOf('p', 'm'), ...bad })))
    for (const bad of [{ kind: 'watch' }, { laidAt: -1 }, { laidAt: undefined }])
      await refuses([
        () => directory.addReport(reportOf('p', 'm', { ...appeal, appeal: { ...appeal.appeal, ...bad } as never })),
      ])
    for (const bad of cases(BAD_AUDITS)) {
      const audit = { ...auditOf('e'), ...bad }
      await refuses([
        () => directory.note(audit),
        () => directory.closeReport('r', 'p', 1, audit),
        () => directory.endHold('r', 'h', 1, audit),
        () => directory.addSanction(sanctionOf('a:ann'), audit),
        () => directory.liftSanction('r', 'a:ann', 'mute', audit),
        () => log.append({ ...messageOf('c'), audit }),
      ])
    }
    await refuses([
      () => directory.addSanction(sanctionOf('ip:')),
      () => directory.addSanction(sanctionOf('ip:1.2.3.4')),
      () => directory.addSanction(sanctionOf(`ip:${'x'.repeat(61)}`)),
      () => directory.addSanction(sanctionOf('g:1', { kind: 'watch' })),
      () => directory.addSanction(sanctionOf('g:1'), undefined, [sanctionOf('ip:')]),
      () => directory.addSanction(sanctionOf('g:1'), undefined, Array(52).fill(sanctionOf('g:2'))),
      () => directory.closeReport('no room', 'p', 1, auditOf('e')),
      () => directory.closeReport('r', HUGE, 1, auditOf('e')),
      () => directory.endHold('r', '', 1),
      () => directory.endHold('r', 'h', Number.NaN),
      () => log.append(heldOf('c', { hold: { rule: HUGE } })),
      () => log.append(messageOf('c', { approves: HUGE })),
      () => directory.holds('r', Number.NaN, undefined, 1),
      () => directory.holds('r', 1, undefined, 1_001),
      () => directory.holdsOf('r', Array(52).fill('a:ann'), 1),
      () => directory.holdsOf('r', ['a:ann'], Number.NaN),
      () => directory.holdsBy('a:ann', undefined, 0),
      () => directory.reports('r', undefined, 0),
      () => directory.reportsBy('a:ann', undefined, 0.5),
      () => directory.audit('r', undefined, 1_001),
      () => directory.queue('r', Number.NaN),
      () => directory.guestSanctions(Number.NaN, undefined, 1),
      () => directory.guestSanctions(1, undefined, 1_001),
      ...[null, 7, [], { a: HUGE }, HUGE].map(bad => () => directory.changeRoom('r', { filters: bad as object })),
      ...[null, 7, 'yes'].map(bad => () => directory.changeRoom('r', { hideModerators: bad as unknown as boolean })),
    ])
  })

  test('[MD61] the longest of it is given back whole', async () => {
    const by = { id: `a:${'~'.repeat(62)}`, name: repeated(64) }
    const text = '\u{1F600}\n'.repeat(4_000)
    const report = reportOf('~'.repeat(64), 'm', { by, note: repeated(500), snapshot: snapshotOf('m', { text }) })
    expect(await directory.addReport(report)).toMatchObject({ isNew: true })
    expect(await directory.report('r', report.id)).toEqual(report)
    const target = { changes: { title: repeated(200), topic: repeated(2_000) } }
    const audit = auditOf('~'.repeat(64), { cid: 'c'.repeat(64), action: repeated(64), reason: repeated(500), target })
    await directory.note(audit)
    expect(await directory.audit('r', undefined, 1)).toEqual([audit])
    const sanction = sanctionOf(`ip:${'x'.repeat(60)}`, { kind: 'watch' })
    await directory.addSanction(sanction)
    expect(await directory.guestSanctions(0, undefined, 1)).toEqual([sanction])
    const filters = { words: Array.from({ length: 10_000 }, (_, n) => `word \u{1F600} ${n}`) }
    await directory.addRoom(roomOf('r', { filters }))
    expect(await directory.room('r')).toEqual(roomOf('r', { filters }))
  })

  test('[MD61] what cannot be there of it is not found, and nobody looks for it', async () => {
    for (const bad of ['', HUGE, HALF, 'a\u0000', 'ä', 'a b', 7 as unknown as string]) {
      expect(await directory.hold('r', bad)).toBe(undefined)
      expect(await directory.hold(bad, 'h')).toBe(undefined)
      expect(await directory.holds(bad, 1, undefined, 1)).toEqual([])
      expect(await directory.holds('r', 1, bad, 1)).toEqual([])
      expect(await directory.holdsOf('r', [bad], 1)).toEqual([])
      expect(await directory.holdsBy(bad, undefined, 1)).toEqual([])
      expect(await directory.report('r', bad)).toBe(undefined)
      // '' are those of the whole server
      if (bad !== '') expect(await directory.reports(bad, undefined, 1)).toEqual([])
      expect(await directory.reportsBy('a:ann', bad, 1)).toEqual([])
      expect(await directory.queue(bad, 1)).toEqual({ reports: 0, held: 0 })
      expect(await directory.audit('r', bad, 1)).toEqual([])
      expect(await directory.deed(bad, 'c')).toBe(undefined)
      expect(await directory.deed('a:ann', bad)).toBe(undefined)
    }
    expect(store.calls).toEqual([])
  })

  test('[DR13] the longest that it takes it gives back whole', async () => {
    const ann = siteAccountOf('ann', {
      id: `a:${'~'.repeat(62)}`,
      name: repeated(64),
      keys: Array.from({ length: 8 }, (_, n) => `${n}${repeated(1_023)}`),
      password: 'x'.repeat(1_024),
      issuer: repeated(1_024),
      subject: repeated(1_024),
      picture: 'x'.repeat(2_048),
      guestIds: Array.from({ length: 50 }, (_, n) => `g:${n}`.padEnd(64, '!')),
    })
    expect(await directory.addAccount(ann)).toBe('ok')
    expect(await directory.account(ann.id)).toEqual(ann)
    expect(await directory.accountNamed(ann.keys.slice(-1))).toEqual(ann)
    expect(await directory.accountOf(repeated(1_024), repeated(1_024))).toEqual(ann)
    const room = roomOf('r'.repeat(64), { title: repeated(200), topic: repeated(2_000), slowMs: 604_800_000 })
    expect(await directory.addRoom(room)).toBe('ok')
    expect(await directory.room(room.room)).toEqual(room)
    const sanction = sanctionOf(ann.id, { reason: repeated(300), until: Number.MAX_SAFE_INTEGER })
    await directory.addSanction(sanction)
    expect(await directory.sanctions('r', ann.id, 0)).toEqual([sanction])
  })

  test('[DR13] of more than 50 guest ids the last are taken', async () => {
    const guestIds = Array.from({ length: 100_000 }, (_, n) => `g:${n}`)
    await directory.addAccount(accountOf('ann', { guestIds }))
    expect((await directory.account('a:ann'))?.guestIds).toEqual(guestIds.slice(-50))
  })

  test('[DR13] what cannot be there is not found, and nobody looks for it', async () => {
    for (const bad of ['', HUGE, HALF, 'a\u0000', 'ä', "' OR 1=1 --", 7 as unknown as string]) {
      expect(await directory.account(bad)).toBe(undefined)
      expect(await directory.accountOfGuest(bad)).toBe(undefined)
      expect(await directory.room(bad)).toBe(undefined)
      expect(await directory.membership('r', bad)).toBe(undefined)
      expect(await directory.membership(bad, 'a:ann')).toBe(undefined)
      expect(await directory.members(bad, undefined, 10)).toEqual([])
      expect(await directory.members('r', bad, 10)).toEqual([])
      expect(await directory.roomsOf(bad, undefined, 10)).toEqual([])
      expect(await directory.sanctions('r', bad, 0)).toEqual([])
      expect(await directory.removed([bad])).toEqual(new Set())
      expect(await directory.changeAccount(bad, {})).toBe(undefined)
      expect(await directory.changeRoom(bad, {})).toBe(undefined)
      await directory.removeAccount(bad)
    }
    for (const bad of [HUGE, HALF, 7 as unknown as string]) {
      expect(await directory.accountNamed([bad])).toBe(undefined)
      expect(await directory.isNameKept([bad], 0)).toBe(false)
      expect(await directory.accountOf(bad, 's')).toBe(undefined)
      expect(await directory.accountOf('i', bad)).toBe(undefined)
    }
    expect(store.calls).toEqual([])
  })
})
