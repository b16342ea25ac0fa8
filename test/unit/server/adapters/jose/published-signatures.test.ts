import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { KEYS_TIMING, PublishedKeys } from '../../../../../server/adapters/jose/published-keys.ts'
import { publishedSignatures } from '../../../../../server/adapters/jose/published-signatures.ts'
import type { TokenSignatures } from '../../../../../server/ports/token-signatures.ts'
import { type KeySite, keySite, publishing, siteKey } from '../../../../support/key-site.ts'
import { until } from '../../../../support/server-kit/until.ts'
import { base64url, byHand, claimsOf, SECRET, signed } from '../../../../support/site-tokens.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

const INVALID = { ok: false, reason: 'invalid' }
const UNAVAILABLE = { ok: false, reason: 'unavailable' }
const counts = { ok: true, payload: { sub: 'u-1' } }
const { timeoutMs, freshMs, staleMs, cooldownMs, failedCooldownMs } = KEYS_TIMING

let site: KeySite
let clock: VirtualClock
let signatures: TokenSignatures

beforeEach(async () => {
  site = await keySite()
  clock = new VirtualClock()
  signatures = publishedSignatures(new PublishedKeys(site.url, clock))
})
afterEach(() => site.close())

const asked = () => site.asked.length
const down: KeySite['answer'] = (_, response) => response.socket?.destroy()

describe('keys that a site publishes', () => {
  test.each(['EdDSA', 'ES256', 'RS256'] as const)('[JW20] sign by %s, with and without a kid', async alg => {
    const key = await siteKey(alg, 'one')
    const { kid: _, ...nameless } = key.jwk
    site.answer = publishing(key.jwk)
    expect(await signatures.verify(await key.token())).toMatchObject({ ...counts, header: { alg, kid: 'one' } })
    expect(await signatures.verify(await key.token({}, { kid: undefined }))).toMatchObject(counts)
    site.answer = publishing(nameless)
    clock.advance(staleMs)
    expect(await signatures.verify(await key.token({}, { kid: undefined }))).toMatchObject(counts)
    expect(asked()).toBe(2)
    expect(site.asked[0]?.headers).toMatchObject({ accept: expect.stringContaining('json') })
    expect(site.asked[0]?.headers.cookie ?? site.asked[0]?.headers.authorization).toBeUndefined()
  })

  test('[JW20] a token without a kid is tried with each of a few', async () => {
    const keys = await Promise.all(Array.from({ length: 4 }, (_, n) => siteKey('ES256', `k${n}`)))
    const foreign = await siteKey('ES256')
    site.answer = publishing(...keys.map(({ jwk }) => jwk))
    for (const key of keys)
      expect(await signatures.verify(await key.token({}, { kid: undefined }))).toMatchObject(counts)
    expect(await signatures.verify(await foreign.token())).toEqual(INVALID)
    expect(asked()).toBe(1)
  })

  test('[JW20] other algorithms, and keys of another kind, sign nothing', async () => {
    const [rsa, pss, p384, ed] = [
      await siteKey('RS256', 'r'),
      await siteKey('PS256', 'p'),
      await siteKey('ES384', 'e'),
      await siteKey('EdDSA', 'd'),
    ]
    site.answer = publishing(rsa.jwk, pss.jwk, p384.jwk, ed.jwk, {
      kty: 'oct',
      k: base64url(SECRET),
      kid: 'o',
      alg: 'HS256',
    })
    expect(await signatures.verify(await rsa.token())).toMatchObject(counts)
    expect(await signatures.verify(await pss.token())).toEqual(INVALID)
    expect(await signatures.verify(await p384.token())).toEqual(INVALID)
    expect(await signatures.verify(await ed.token({}, { kid: 'r' }))).not.toMatchObject({ ok: true })
    for (const kid of ['o', 'r', undefined]) {
      expect(await signatures.verify(await signed(claimsOf(), { kid }))).toEqual(INVALID)
      for (const secret of [JSON.stringify(rsa.jwk), rsa.jwk.n ?? '', Buffer.from(rsa.jwk.n ?? '', 'base64url'), ''])
        expect(await signatures.verify(byHand({ alg: 'HS256', kid }, claimsOf(), secret))).toEqual(INVALID)
      for (const alg of ['none', 'None', '', 'HS512'])
        expect(await signatures.verify(byHand({ alg, kid }, claimsOf()))).toEqual(INVALID)
    }
    expect(asked()).toBe(1)
  })

  test('[JW20] a key that a token brings along, or names an address of, is not asked for', async () => {
    const [own, foreign] = [await siteKey('ES256', 'own'), await siteKey('ES256', 'own')]
    const evil = await keySite()
    evil.answer = publishing(foreign.jwk)
    site.answer = publishing(own.jwk)
    for (const header of [
      { jwk: foreign.jwk },
      { jku: evil.url },
      { x5u: evil.url },
      { kid: evil.url },
      { kid: '../../../../etc/passwd' },
      { kid: "' OR 1=1 --" },
      { kid: '__proto__' },
      { kid: 1 },
      { kid: null },
      { kid: ['own'] },
    ])
      expect((await signatures.verify(await foreign.token({}, header))).ok).toBe(false)
    expect(
      await signatures.verify(await own.token({}, { jku: evil.url, x5u: evil.url, jwk: foreign.jwk })),
    ).toMatchObject(counts)
    expect(evil.asked).toEqual([])
    expect(site.asked.every(({ url }) => url === '/keys')).toBe(true)
    await evil.close()
  })

  test('[JW20] a short RSA key, a private one and a broken one sign nothing, and do not keep others from it', async () => {
    const good = await siteKey('ES256', 'good')
    const { generateKeyPairSync } = await import('node:crypto')
    const short = generateKeyPairSync('rsa', { modulusLength: 1_024 })
    site.answer = publishing(
      null,
      1,
      'x',
      [],
      {},
      { kty: 'EC' },
      { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid: 'broken' },
      { ...short.publicKey.export({ format: 'jwk' }), kid: 'short' },
      { ...short.privateKey.export({ format: 'jwk' }), kid: 'private' },
      good.jwk,
    )
    for (const kid of ['broken', 'short', 'private'])
      for (const alg of ['ES256', 'RS256'])
        expect(await signatures.verify(byHand({ alg, kid }, claimsOf()))).toEqual(INVALID)
    expect(await signatures.verify(await good.token())).toMatchObject(counts)
  })
})

describe('when they are fetched', () => {
  test('[JW21] once for many that come together, and not again while they are fresh', async () => {
    const key = await siteKey('ES256', 'one')
    site.answer = publishing(key.jwk)
    const token = await key.token()
    const all = await Promise.all(Array.from({ length: 200 }, () => signatures.verify(token)))
    expect(all.every(({ ok }) => ok)).toBe(true)
    clock.advance(freshMs - 1)
    expect(await signatures.verify(token)).toMatchObject(counts)
    expect(asked()).toBe(1)
  })

  test('[JW21] a new key is found when it is used; a withdrawn one counts no longer when the keys are old', async () => {
    const [old, next] = [await siteKey('ES256', 'old'), await siteKey('EdDSA', 'next')]
    site.answer = publishing(old.jwk)
    expect(await signatures.verify(await old.token())).toMatchObject(counts)
    site.answer = publishing(next.jwk)
    clock.advance(cooldownMs)
    expect(await signatures.verify(await next.token())).toMatchObject(counts)
    expect(await signatures.verify(await old.token())).toEqual(INVALID)
    site.answer = publishing()
    clock.advance(staleMs)
    expect(await signatures.verify(await next.token())).toEqual(INVALID)
  })

  test('[JW21] keys that are no longer fresh are fetched while nobody waits', async () => {
    const [old, next] = [await siteKey('ES256', 'old'), await siteKey('ES256', 'next')]
    site.answer = publishing(old.jwk)
    await signatures.verify(await old.token())
    let release = () => {}
    site.answer = (_, response) => {
      release = () => response.end(JSON.stringify({ keys: [next.jwk] }))
    }
    clock.advance(freshMs)
    expect(await signatures.verify(await old.token())).toMatchObject(counts)
    await until('the site is asked again', () => asked() === 2)
    expect(await signatures.verify(await old.token())).toMatchObject(counts)
    release()
    const token = await old.token()
    while ((await signatures.verify(token)).ok) await new Promise(resolve => setImmediate(resolve))
    expect(await signatures.verify(await next.token())).toMatchObject(counts)
    expect(asked()).toBe(2)
  })

  test('[JW21] unknown kids do not make the server ask the site again and again', async () => {
    const key = await siteKey('ES256', 'one')
    site.answer = publishing(key.jwk)
    for (let n = 0; n < 200; n++)
      expect(await signatures.verify(byHand({ alg: 'ES256', kid: `k${n}` }, claimsOf()))).toEqual(INVALID)
    expect(asked()).toBe(1)
    for (let n = 0; n < 10; n++) {
      clock.advance(cooldownMs)
      await Promise.all(
        Array.from({ length: 50 }, (_, k) => signatures.verify(byHand({ alg: 'ES256', kid: `x${k}` }, claimsOf()))),
      )
    }
    expect(asked()).toBe(11)
  })
})

describe('a site that does not answer', () => {
  test('[JW22] keys that are known go on counting for as long as it takes; new ones are unavailable', async () => {
    const [key, next] = [await siteKey('ES256', 'one'), await siteKey('ES256', 'next')]
    site.answer = publishing(key.jwk)
    await signatures.verify(await key.token())
    site.answer = down
    for (let hour = 0; hour < 30; hour++) {
      clock.advance(staleMs)
      expect(await signatures.verify(await key.token())).toMatchObject(counts)
    }
    expect(await signatures.verify(await next.token())).toEqual(UNAVAILABLE)
    site.answer = publishing(next.jwk)
    clock.advance(failedCooldownMs)
    expect(await signatures.verify(await next.token())).toMatchObject(counts)
    expect(await signatures.verify(await key.token())).toEqual(INVALID)
  })

  test('[JW22] while no keys are known all is unavailable, and it is asked now and then', async () => {
    const key = await siteKey('ES256', 'one')
    site.answer = down
    const token = await key.token()
    for (let n = 0; n < 100; n++) expect(await signatures.verify(token)).toEqual(UNAVAILABLE)
    expect(asked()).toBe(1)
    site.answer = publishing(key.jwk)
    clock.advance(cooldownMs)
    expect(await signatures.verify(token)).toMatchObject(counts)
  })

  const broken: [string, KeySite['answer']][] = [
    ['breaks off', down],
    [
      'breaks off within',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' }).write('{"keys":[')
        setImmediate(() => response.destroy())
      },
    ],
    ['answers 500', (_, response) => response.writeHead(500).end('{"keys":[]}')],
    ['answers 404', (_, response) => response.writeHead(404).end('{"keys":[]}')],
    ['answers 206', (_, response) => response.writeHead(206).end('{"keys":[]}')],
    ['answers with a page', (_, response) => response.end('<html>')],
    ['answers with nothing', (_, response) => response.end()],
    ['answers with another thing', (_, response) => response.end('{"keys":{}}')],
    ['answers with a list', (_, response) => response.end('[]')],
    ['answers with null', (_, response) => response.end('null')],
    ['answers with more than is read', (_, response) => response.end(`{"keys":[]${' '.repeat(300_000)}}`)],
    [
      'never ends',
      (_, response) => {
        const more = () => void (response.destroyed || response.write('x'.repeat(65_536), more))
        more()
      },
    ],
    [
      'compresses much into little',
      (_, response) =>
        void import('node:zlib').then(({ gzipSync }) =>
          response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(`{"keys":[]${' '.repeat(50_000_000)}}`)),
        ),
    ],
  ]
  test.each(broken)(
    '[JW22] one that %s: known keys go on counting, and without any it is unavailable',
    async (_, answer) => {
      const key = await siteKey('ES256', 'one')
      const token = await key.token()
      site.answer = answer
      expect(await signatures.verify(token)).toEqual(UNAVAILABLE)
      site.answer = publishing(key.jwk)
      clock.advance(cooldownMs)
      expect(await signatures.verify(token)).toMatchObject(counts)
      site.answer = answer
      clock.advance(staleMs)
      expect(await signatures.verify(token)).toMatchObject(counts)
      expect(asked()).toBe(3)
    },
  )

  test('[JW22] a redirect is not followed', async () => {
    const key = await siteKey('ES256', 'one')
    const other = await keySite()
    other.answer = publishing(key.jwk)
    for (const status of [301, 302, 303, 307, 308]) {
      site.answer = (_, response) => response.writeHead(status, { location: other.url }).end()
      expect(await signatures.verify(await key.token())).toEqual(UNAVAILABLE)
      clock.advance(cooldownMs)
    }
    expect(asked()).toBe(5)
    expect(other.asked).toEqual([])
    await other.close()
  })

  test.each(['before it answers', 'within its answer'])(
    '[JW22] one that is slow %s is given up after five seconds',
    async when => {
      const key = await siteKey('ES256', 'one')
      site.answer = (_, response) => {
        if (when === 'within its answer') response.writeHead(200).write('{"keys":[')
      }
      const token = await key.token()
      let answer: unknown
      const first = signatures.verify(token).then(result => {
        answer = result
      })
      await until('the site is asked', () => asked() === 1)
      clock.advance(timeoutMs - 1)
      for (let n = 0; n < 20; n++) await new Promise(resolve => setImmediate(resolve))
      expect(answer).toBeUndefined()
      clock.advance(1)
      await first
      expect(answer).toEqual(UNAVAILABLE)
      expect(clock.pending).toBe(0)
    },
  )
})
