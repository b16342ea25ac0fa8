import { generateKeyPairSync } from 'node:crypto'
import { EncryptJWT, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { secretSignatures } from '../../../../../server/adapters/jose/secret-signatures.ts'
import { readSiteToken } from '../../../../../server/app/identity/site-tokens.ts'
import type { SiteProfile } from '../../../../../server/core/site-claims.ts'
import { base64url, byHand, claimsOf, NOW, PROFILE, SECRET, signed } from '../../../../support/site-tokens.ts'

const signatures = secretSignatures(SECRET)
const NOW_S = NOW / 1_000
const DAY_S = 24 * 3_600

function read(token: string, other: Partial<SiteProfile> = {}, now = NOW) {
  return readSiteToken(token, signatures, { ...PROFILE, ...other }, () => now)
}

/** Refused with this code, in words that hold nothing of the token. */
async function refused(token: string, code = 'unauthorized', now = NOW): Promise<string> {
  const result = await read(token, {}, now)
  if (result.ok) throw new Error('the token counts')
  expect(result.refusal).toMatchObject({ code, retryable: false })
  const { message } = result.refusal
  for (const part of token.split(/[^A-Za-z0-9_-]+/)) if (part.length > 12) expect(message).not.toContain(part)
  expect(message.length).toBeLessThan(150)
  return message
}

async function claims(other: Record<string, unknown> = {}, profile: Partial<SiteProfile> = {}) {
  const result = await read(await signed(claimsOf(other)), profile)
  if (!result.ok) throw new Error(result.refusal.message)
  return result.claims
}

describe('a token that counts', () => {
  test('[JW1] says who somebody is, what they are, and until when', async () => {
    expect(await claims()).toEqual({
      issuer: 'https://site.example',
      subject: 'u-1',
      name: 'Ann',
      role: 'user',
      grants: new Map(),
      issuedAt: NOW,
      expiresAt: NOW + 3_600_000,
    })
  })

  test.each([undefined, 'JWT', 'jwt', 'chat+jwt', 'application/chat+jwt'])('[JW1] typ %s', async typ => {
    expect(await read(await signed(claimsOf(), typ === undefined ? {} : { typ }))).toMatchObject({ ok: true })
  })

  test.each(['https://chat.example', ['https://chat.example'], ['https://other.example', 'https://chat.example']])(
    '[JW1] aud %j',
    async aud => {
      expect(await read(await signed(claimsOf({ aud })))).toMatchObject({ ok: true })
    },
  )

  test.each([1, 255])('[JW1] a sub of %i bytes', async length => {
    expect((await claims({ sub: 'x'.repeat(length) })).subject).toHaveLength(length)
  })

  test('[JW1] what else it says, and fractions of seconds, do no harm', async () => {
    const { issuedAt, expiresAt } = await claims({
      iat: NOW_S - 0.5,
      exp: NOW_S + 60.25,
      email: 'a@b.example',
      admin: true,
      scope: 'all',
    })
    expect([issuedAt, expiresAt]).toEqual([NOW - 500, NOW + 60_250])
  })

  test('[JW2] clocks may be five seconds apart', async () => {
    expect(await claims({ iat: NOW_S + 5, nbf: NOW_S + 5 })).toMatchObject({ issuedAt: NOW + 5_000 })
    expect(await claims({ iat: NOW_S - 60, exp: NOW_S - 4 })).toMatchObject({ expiresAt: NOW - 4_000 })
    await refused(await signed(claimsOf({ iat: NOW_S - 60, exp: NOW_S - 5 })), 'token_expired')
    await refused(await signed(claimsOf({ iat: NOW_S + 6 })))
  })

  test('[JW2] it counts for 24 hours at most, and to its last moment', async () => {
    const token = await signed(claimsOf({ exp: NOW_S + DAY_S }))
    expect(await read(token, {}, NOW + DAY_S * 1_000 + 4_999)).toMatchObject({ ok: true })
    await refused(token, 'token_expired', NOW + DAY_S * 1_000 + 5_000)
  })
})

describe('who signed it', () => {
  test.each([
    'none',
    'None',
    'NONE',
    'nOnE',
    '',
    'HS256 ',
    'hs256',
    'HS384',
    'HS512',
    'RS256',
    'ES256',
    'EdDSA',
    'dir',
  ])('[JW3] alg %j, signed, without a signature and with an empty one', async alg => {
    const hand = byHand({ alg, typ: 'JWT' }, claimsOf())
    await refused(hand)
    const said = hand.split('.').slice(0, 2).join('.')
    for (const token of [said, `${said}.`, `${said}..`, `${said}.${base64url('x')}`, `.${said}.`]) await refused(token)
  })

  test.each([undefined, null, 1, ['HS256'], { alg: 'HS256' }, true])('[JW3] alg %j', async alg => {
    await refused(byHand({ alg }, claimsOf()))
  })

  test('[JW3] a hand-made token of the right kind counts, so that the others fail by what is said of them', async () => {
    expect(await read(byHand({ alg: 'HS256' }, claimsOf()))).toMatchObject({ ok: true })
  })

  test('[JW3] another secret, a changed payload, a changed signature', async () => {
    await refused(await signed(claimsOf(), {}, new TextEncoder().encode('another secret, which is long enough, too')))
    const [header = '', , signature = ''] = (await signed(claimsOf())).split('.')
    await refused(`${header}.${base64url(JSON.stringify(claimsOf({ sub: 'u-2' })))}.${signature}`)
    const [, payload = ''] = (await signed(claimsOf())).split('.')
    await refused(`${header}.${payload}.${signature.slice(0, -4)}AAAA`)
    await refused(`${header}.${payload}.${signature.slice(0, 20)}`)
    await refused(`${header}.${payload}.${signature}${signature}`)
  })

  test.each(['HS384', 'HS512'])('[JW3] %s with the right secret', async alg => {
    const long = new Uint8Array(64).fill(7)
    const read = async (token: string) => (await secretSignatures(long).verify(token)).ok
    expect(await read(await signed(claimsOf(), {}, long))).toBe(true)
    expect(await read(await signed(claimsOf(), { alg }, long))).toBe(false)
  })

  test('[JW3] HS256 with a public key as the secret', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
    const forms = [
      publicKey.export({ type: 'spki', format: 'pem' }),
      publicKey.export({ type: 'spki', format: 'der' }),
      JSON.stringify(publicKey.export({ format: 'jwk' })),
    ]
    for (const form of forms) await refused(byHand({ alg: 'HS256' }, claimsOf(), form))
  })

  test('[JW3] a token that brings its own key, or says where one is, is refused by the site’s', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
    const jwk = { kty: 'oct', k: base64url('a key that the token brings along') }
    for (const header of [
      { alg: 'HS256', jwk },
      { alg: 'HS256', jku: 'https://evil.example/keys' },
      { alg: 'HS256', x5u: 'https://evil.example/cert' },
      { alg: 'HS256', x5c: ['AAAA'] },
      { alg: 'HS256', kid: '../../../dev/null' },
    ]) {
      await refused(byHand(header, claimsOf(), 'a key that the token brings along'))
      await refused(byHand(header, claimsOf(), ''))
    }
    await refused(
      await new SignJWT(claimsOf())
        .setProtectedHeader({ alg: 'RS256', jwk: await exportJWK(publicKey) })
        .sign(privateKey),
    )
  })

  test.each(['../../etc/passwd', "' OR 1=1 --", 'https://evil.example/key', '\0', '__proto__', 'x'.repeat(900)])(
    '[JW3] kid %j, jku and x5u are not read',
    async kid => {
      const token = await signed(claimsOf(), { kid, jku: kid, x5u: kid })
      expect(await read(token)).toMatchObject({ ok: true, claims: { subject: 'u-1' } })
    },
  )

  test('[JW3] extensions that nobody knows, unencoded payloads and encrypted tokens', async () => {
    await refused(byHand({ alg: 'HS256', crit: ['exp'] }, claimsOf()))
    await refused(byHand({ alg: 'HS256', crit: [], b64: false }, claimsOf()))
    await refused(byHand({ alg: 'HS256', crit: ['b64'], b64: false }, claimsOf()))
    const encrypted = new EncryptJWT(claimsOf()).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    await refused(await encrypted.encrypt(SECRET.slice(0, 32)))
  })

  test.each(['at+jwt', 'dpop+jwt', 'JWS', '', 'xJWT', 1, ['JWT'], { JWT: 1 }])(
    '[JW3] typ %j is another one',
    async typ => {
      expect(await refused(byHand({ alg: 'HS256', typ }, claimsOf()))).toContain('typ')
    },
  )
})

describe('what it says', () => {
  const wrong: Record<string, unknown[]> = {
    iss: [undefined, null, '', 'https://other.example', 'https://site.example/', 1, ['https://site.example'], {}],
    aud: [
      undefined,
      null,
      '',
      'https://other.example',
      'https://chat.example/x',
      1,
      [],
      {},
      ['https://other.example'],
      [['https://chat.example']],
      ['https://chat.example', 1],
    ],
    sub: [undefined, null, '', 1, ['u-1'], {}, 'x'.repeat(256), 'ü'.repeat(128), 'a\nb', 'a\0b'],
    name: [undefined, null, 1, ['Ann'], {}, true],
    iat: [undefined, null, '1', [NOW_S], {}, -1, 1e300, NOW_S + 6, NOW, true],
    exp: [undefined, null, '1', [NOW_S], {}, -1, 1e300, NOW_S + DAY_S + 1, NOW_S, NOW_S - 1, true],
    nbf: [null, '1', [NOW_S], {}, -1, NOW_S + 6, true],
    chat: [
      null,
      1,
      'admin',
      ['admin'],
      { roles: 'admin' },
      { roles: { 0: 'admin' } },
      { roles: null },
      { rooms: ['a'] },
      { rooms: 'a' },
      { rooms: null },
    ],
  }
  const cases = Object.entries(wrong).flatMap(([claim, values]) => values.map(value => [claim, value] as const))

  test.each(cases)('[JW4] %s %j is refused, and the words name it', async (claim, value) => {
    expect(await refused(await signed(claimsOf({ [claim]: value })))).toContain(claim)
  })

  test('[JW4] a sub with half a character, which in bytes would be another person’s', async () => {
    const text = JSON.stringify(claimsOf({ sub: 'HERE' })).replace('HERE', '\\ud800')
    expect(await refused(byHand({ alg: 'HS256' }, text))).toContain('sub')
  })

  test('[JW4] of an issuer and a sub the spelling counts', async () => {
    expect((await claims({ sub: 'ANN' })).subject).not.toBe((await claims({ sub: 'ann' })).subject)
    expect((await claims({ sub: 'e\u0301' })).subject).not.toBe((await claims({ sub: '\u00e9' })).subject)
    expect((await claims({ sub: ' u' })).subject).toBe(' u')
  })

  test('[JW4] what is wrong comes before what has run out', async () => {
    await refused(await signed(claimsOf({ iat: NOW_S - 60, exp: NOW_S - 30, aud: 'x' })))
    await refused(await signed(claimsOf({ iat: NOW_S - 60, exp: NOW_S - 30 })), 'token_expired')
  })

  test.each(['null', '1', '"x"', '[]', '', '{', '{}', '{"iss":', '\ufeff{}', '{"a":1}{"b":2}', '\xff'])(
    '[JW4] a payload of %j',
    async payload => {
      await refused(byHand({ alg: 'HS256' }, payload))
      await refused(byHand(payload, claimsOf()))
    },
  )

  test('[JW4] a payload that is no UTF-8', async () => {
    const bytes = Buffer.from(JSON.stringify(claimsOf({ sub: 'u-Z' })), 'latin1')
    bytes[bytes.indexOf('Z')] = 0xff
    const said = `${base64url('{"alg":"HS256"}')}.${base64url(bytes)}`
    const { createHmac } = await import('node:crypto')
    await refused(`${said}.${createHmac('sha256', SECRET).update(said).digest('base64url')}`)
  })

  test('[JW4] of a claim that is there twice the last one counts, as RFC 7519 has it, and the same in the header', async () => {
    const twice = (first: string, last: string) =>
      JSON.stringify(claimsOf()).replace('"sub":"u-1"', `"sub":"${first}","sub":"${last}"`)
    expect(await read(byHand('{"alg":"HS256"}', twice('admin', 'u-7')))).toMatchObject({ claims: { subject: 'u-7' } })
    expect(await read(byHand('{"alg":"none","alg":"HS256"}', claimsOf()))).toMatchObject({ ok: true })
    await refused(byHand('{"alg":"HS256","alg":"none"}', claimsOf()))
    await refused(byHand('{"alg":"HS256"}', JSON.stringify(claimsOf()).replace('}', ',"aud":"x"}')))
  })

  test('[JW4] names of what every object has are no claims', async () => {
    const text = JSON.stringify({ iat: NOW_S, exp: NOW_S + 60 }).replace(
      '{',
      `{"__proto__":${JSON.stringify(claimsOf())},`,
    )
    await refused(byHand('{"alg":"HS256"}', text))
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('iss')
    await refused(byHand('{"__proto__":{"alg":"HS256"}}', claimsOf()))
  })
})

describe('how it is written', () => {
  test('[JW5] 8,192 bytes at most, before anything is read', async () => {
    const [short, long] = [5_000, 20_000].map(length => signed(claimsOf({ more: 'x'.repeat(length) })))
    expect(await read((await short) ?? '')).toMatchObject({ ok: true })
    expect(await refused((await long) ?? '')).toContain('8192')
    const never = { verify: () => Promise.reject(new Error('it was read')) }
    for (const text of ['a', '.', 'a.', 'é', '\0', 'eyJ'])
      for (let n = 0; n < 100; n++)
        expect(await readSiteToken(text.repeat(1_000_000), never, PROFILE, () => NOW)).toMatchObject({ ok: false })
  })

  test.each([
    ['a dot more at the end', (token: string) => `${token}.`],
    ['dots more', (token: string) => `${token}...`],
    ['a dot in front', (token: string) => `.${token}`],
    ['padding', (token: string) => `${token}=`],
    ['padding in the middle', (token: string) => token.replace('.', '==.')],
    ['a space behind', (token: string) => `${token} `],
    ['a space in front', (token: string) => ` ${token}`],
    ['a line break within', (token: string) => `${token.slice(0, 30)}\n${token.slice(30)}`],
    ['a part more', (token: string) => `${token}.${base64url('x')}`],
    ['one part', () => 'x'],
    ['two parts', (token: string) => token.split('.').slice(0, 2).join('.')],
    ['nothing', () => ''],
    ['the scheme in front', (token: string) => `Bearer ${token}`],
    ['a letter of another script', (token: string) => token.replace('e', 'е')],
    ['all as one array in JSON', (token: string) => JSON.stringify(token.split('.'))],
  ])('[JW5] with %s it is no token', async (_, change) => {
    await refused(change(await signed(claimsOf())))
  })

  test('[JW5] one token is one text: last bits that mean nothing are not changed, and letters are those of base64url', async () => {
    const token = await signed(claimsOf())
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const at = alphabet.indexOf(token.at(-1) ?? '')
    // 32 bytes are 42 letters and two thirds of one
    for (const bits of [1, 2, 3]) await refused(token.slice(0, -1) + alphabet[at ^ bits])
    for (let n = 0; n < 40; n++) {
      const other = await signed(claimsOf({ n }))
      if (/[-_]/.test(other)) await refused(other.replaceAll('-', '+').replaceAll('_', '/'))
    }
  })
})
