import { expect, test } from 'vitest'
import type { Identity } from '../../../../../server/app/identity/authenticator.ts'
import { SiteLogins, type SiteLoginsDeps } from '../../../../../server/app/identity/site-logins.ts'
import type { SiteClaims } from '../../../../../server/core/site-claims.ts'
import { memoryLog } from '../../../../../server/open-log.ts'
import { SessionNodes } from '../../../../support/redis/session-nodes.ts'
import { SILENT } from '../../../../support/silent-log.ts'
import { settle, VirtualClock } from '../../../../support/virtual-clock.ts'

const HOUR = 3_600_000

/** A token is its subject and how long it lasts from now on, in ms. */
function setUp(stores: SiteLoginsDeps['shared'][] = []) {
  const clock = new VirtualClock()
  let n = 0
  const random = { id: () => `id${++n}`, token: () => `token${++n}` }
  const { directory } = memoryLog({
    clock,
    random,
    log: SILENT,
    onFault: error => {
      throw error
    },
  })
  const read = async (token: string) => {
    const [subject = '', life = ''] = token.split(':')
    const times = { issuedAt: clock.now(), expiresAt: clock.now() + Number(life) }
    const claims: SiteClaims = {
      issuer: 'site',
      subject,
      name: subject,
      role: 'user',
      grants: new Map(),
      ...times,
    } as never
    return { ok: true as const, claims }
  }
  const guests = ['g:1', 'g:2']
  const spared: (readonly string[])[] = []
  const freeName: SiteLoginsDeps['freeName'] = (_, isSpared) => void spared.push(guests.filter(isSpared))
  const logins = new SiteLogins({ directory, clock, random, read, freeName })
  const open = async (token: string, guest?: string) => {
    const ends: number[] = []
    const as = guest === undefined ? undefined : ({ user: { id: guest } } as Identity)
    const attached = await logins.attach(token, { end: code => ends.push(code) }, as)
    if (!attached.ok) throw new Error(attached.refusal.code)
    return { ...attached, ends }
  }
  const others = stores.map(shared => new SiteLogins({ directory, clock, random, read, freeName, shared }))
  const openAt = async (node: number, token: string) => {
    const ends: string[] = []
    const end = (code: number, reason: string) => {
      ends.push(`${code} ${reason}`)
      if (attached?.ok) attached.detach()
    }
    const attached = await others[node]?.attach(token, { end })
    if (!attached?.ok) throw new Error(attached?.refusal.code)
    return ends
  }
  return { clock, directory, logins, open, spared, others, openAt }
}

test('[JW78] a socket whose token was not renewed is closed 25 s after its end, and one that was is not', async () => {
  const { clock, open } = setUp()
  const [late, renewed] = [await open('ann:60000'), await open('bob:60000')]
  clock.advance(50_000)
  const next = await open('bob:60000')
  renewed.detach()
  clock.advance(34_999)
  expect([late.ends, renewed.ends, next.ends]).toEqual([[], [], []])
  clock.advance(1)
  expect([late.ends, renewed.ends, next.ends]).toEqual([[4005], [], []])
  clock.advance(50_000)
  expect([late.ends, renewed.ends, next.ends]).toEqual([[4005], [], [4005]])
})

test('[JW78] a token that lasts longer than a timer can is not closed early', async () => {
  const { clock, open } = setUp()
  const long = await open(`ann:${24 * HOUR}`)
  clock.advance(24 * HOUR)
  expect(long.ends).toEqual([])
  clock.advance(25_000)
  expect(long.ends).toEqual([4005])
})

test('[JW79] that somebody is here is written down once an hour, so that their name stays theirs', async () => {
  const { clock, directory, open } = setUp()
  await open('ann:60000')
  const seen = async () => (await directory.accountOf('site', 'ann'))?.seenAt
  const first = await seen()
  clock.advance(HOUR)
  await open('ann:60000')
  expect(await seen()).toBe(first)
  clock.advance(1)
  await open('ann:60000')
  expect(await seen()).toBe(clock.now())
  expect(await directory.isNameKept(['ann'], clock.now() - 30 * 24 * HOUR)).toBe(true)
  clock.advance(31 * 24 * HOUR)
  expect(await directory.isNameKept(['ann'], clock.now() - 30 * 24 * HOUR)).toBe(false)
})

test('[SE274] a guest who is going on as an account keeps the name while the account comes on another connection', async () => {
  const { directory, open, spared } = setUp()
  const { identity } = await open('ann:60000')
  await directory.changeAccount(identity.user.id, { guestIds: ['g:1'] })
  await open('ann:60000')
  expect(spared).toEqual([[], ['g:1']])
})

test('[SE274] ... also while it is not yet written that they have gone on, and no longer beside another account', async () => {
  const { open, spared } = setUp()
  await open('ann:60000', 'g:2')
  await open('ann:60000')
  await open('bob:60000')
  expect(spared).toEqual([['g:2'], ['g:2'], []])
})

test('[RE100] a logout of a site’s person and the end of their account end their sockets on every node, also on one that missed it', async () => {
  const nodes = new SessionNodes()
  const [a, b] = [await nodes.start('a'), await nodes.start('b')]
  const { clock, others, openAt, directory } = setUp([a.store, b.store])
  const ann = [await openAt(0, 'ann:60000'), await openAt(1, 'ann:60000')]
  const bob = await openAt(1, 'bob:60000')
  clock.advance(1_000)
  expect(await others[0]?.logout('ann:60000')).toBe(true)
  await settle()
  expect([...ann, bob]).toEqual([['4501 logged out'], ['4501 logged out'], []])

  clock.advance(5_000)
  const again = await openAt(1, 'ann:60000')
  b.engine.deaf = true
  clock.advance(2_000)
  await others[0]?.logout('ann:60000')
  const account = await directory.accountOf('site', 'bob')
  if (account === undefined) throw new Error('there is no account')
  await directory.removeAccount(account.id)
  others[0]?.forget(account)
  await settle()
  expect([again, bob]).toEqual([[], []])
  b.engine.deaf = false
  b.engine.tell('live')
  await settle()
  await settle()
  expect(again).toEqual(['4501 logged out'])
  expect(bob).toEqual(['4501 account deleted'])
})
