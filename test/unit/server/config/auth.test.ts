import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { checkConfig, loadConfig } from '../../../../server/config/load.ts'
import type { Config } from '../../../../server/config/schema.ts'
import { readSecretFile } from '../../../../server/config/site-secret.ts'
import { createChatServer } from '../../../../server/create-chat-server.ts'
import { openSiteTokens } from '../../../../server/open-site-tokens.ts'
import { claimsOf, NOW, signed } from '../../../support/site-tokens.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

const folder = temporaryFolder('auth')
afterAll(() => folder.remove())

const SECRET = 'kept between the site and the chat'
const ISSUER = ['--jwt-issuer', 'https://site.example']
const JWT = ['--auth', 'guest,jwt', ...ISSUER, '--jwt-audience', 'chat']
const JWKS = 'https://site.example/jwks.json'

function config(args: string[] = [], env: Record<string, string> = {}): Config {
  const loaded = loadConfig(args, env, '1.2.3')
  if (loaded.kind !== 'config') throw new Error(JSON.stringify(loaded))
  return loaded.config
}

function wrong(args: string[], env: Record<string, string> = {}): string {
  const loaded = loadConfig(args, env, '1.2.3')
  if (loaded.kind !== 'wrong') throw new Error('nothing is wrong')
  return loaded.message
}

function file(name: string, content: string | Uint8Array): string {
  const full = path.join(folder.path, name)
  writeFileSync(full, content)
  return full
}

describe('how people log in', () => {
  test('[OP142] guests unless said otherwise; each of the ways once', () => {
    expect(config()).toMatchObject({ auth: ['guest'], noRegister: false, jwtGrants: 'moderator', pictures: [] })
    expect(config(['--auth', ' password , guest,password']).auth).toEqual(['password', 'guest'])
    expect(config([], { CHAT_AUTH: 'password', CHAT_NO_REGISTER: '1' })).toMatchObject({
      auth: ['password'],
      noRegister: true,
    })
    expect(config(['--auth', 'password', '--no-register']).noRegister).toBe(true)
    expect(config(['--config', file('auth.json', '{"auth":["guest","password"],"noRegister":true}')])).toMatchObject({
      auth: ['guest', 'password'],
      noRegister: true,
    })
  })

  test.each([
    [['--auth', 'guest,ldap'], 'not ldap.'],
    [['--auth', 'Guest'], 'not Guest.'],
    [['--auth', ','], 'not nothing.'],
    [['--auth', ' '], 'not nothing.'],
    [['--auth', 'guest;jwt'], 'not guest;jwt.'],
    [['--auth', '__proto__'], 'not __proto__.'],
  ])('[OP142] %j', (args, end) => {
    expect(wrong(args)).toBe(`--auth must be guest, password or jwt, separated by commas, ${end}`)
  })
})

describe('tokens of a site', () => {
  test('[OP143] need one way to check them, an issuer and an audience', () => {
    expect(wrong(['--auth', 'jwt'])).toBe(
      '--auth has jwt, which needs the keys of the site: CHAT_JWT_SECRET, --jwt-secret-file or --jwt-jwks.',
    )
    expect(wrong(['--auth', 'jwt', '--jwt-jwks', JWKS])).toBe(
      "--auth has jwt, which needs --jwt-issuer, the iss of the site's tokens.",
    )
    expect(wrong(['--auth', 'jwt', '--jwt-jwks', JWKS, ...ISSUER])).toBe(
      '--auth has jwt, which needs --jwt-audience or --public-url, the aud of tokens for this chat.',
    )
    expect(wrong([], { CHAT_AUTH: 'jwt' })).toMatch(/^CHAT_AUTH has jwt, which needs the keys/)
    expect(config([...JWT, '--jwt-jwks', JWKS])).toMatchObject({ jwtJwks: JWKS, jwtAudience: 'chat' })
    expect(
      config(['--auth', 'jwt', '--jwt-jwks', JWKS, ...ISSUER, '--public-url', 'https://a.example/chat/']),
    ).toMatchObject({ auth: ['jwt'] })
  })

  test('[OP143] two ways for one site are refused', () => {
    expect(wrong([...JWT, '--jwt-jwks', JWKS], { CHAT_JWT_SECRET: SECRET })).toBe(
      'CHAT_JWT_SECRET and --jwt-jwks are two ways to check the tokens of one site. Give one of them.',
    )
    expect(wrong([...JWT, '--jwt-jwks', JWKS, '--jwt-secret-file', 'f'])).toContain('--jwt-secret-file and --jwt-jwks')
    expect(wrong([...JWT, '--jwt-secret-file', 'f'], { CHAT_JWT_SECRET: SECRET })).toContain(
      'CHAT_JWT_SECRET and --jwt-secret-file',
    )
  })

  test.each([
    'http://site.example/jwks.json',
    'site.example/jwks.json',
    'file:///etc/keys',
    'data:application/json,{"keys":[]}',
    'ftp://site.example/',
    'https://ann:word@site.example/jwks.json',
    'https://site.example/jwks.json#x',
    'http://10.0.0.1/jwks.json',
    'http://localhost.evil.example/',
    'http://127.0.0.1.evil.example/',
    `https://site.example/${'x'.repeat(2_048)}`,
  ])('[OP143] keys from %s are refused, and the address is not shown', url => {
    const message = wrong([...JWT, '--jwt-jwks', url])
    expect(message).toBe(
      '--jwt-jwks must be an address like https://example.com/.well-known/jwks.json (http on this machine only).',
    )
  })

  test.each(['http://localhost:8080/k', 'http://127.0.0.1/k', 'http://[::1]:3000/k', 'http://127.8.8.8/k', JWKS])(
    '[OP143] keys from %s',
    url => {
      expect(config([...JWT, '--jwt-jwks', url]).jwtJwks).toBe(url)
    },
  )

  test('[OP143] what a token may grant, and whose pictures are shown', () => {
    expect(
      config(['--jwt-grants', 'owner', '--pictures', 'https://A.example,https://*.cdn.example:443']),
    ).toMatchObject({
      jwtGrants: 'owner',
      pictures: ['https://a.example', 'https://*.cdn.example'],
    })
    expect(wrong(['--jwt-grants', 'guest'])).toContain('must be user, member, moderator, owner or admin')
    for (const origin of ['*', 'http://a.example', 'https://a.example/x', 'a.example', 'https://*', 'null'])
      expect(wrong(['--pictures', origin]), origin).toMatch(/^--pictures must be origins like/)
  })
})

describe('the secret of a site', () => {
  const short = 'shorter than that'

  test('[OP144] comes by the environment alone, since flags are seen by others on the machine', () => {
    expect(config(JWT, { CHAT_JWT_SECRET: SECRET }).jwtSecret).toBe(SECRET)
    for (const args of [['--jwt-secret', SECRET], [`--jwt-secret=${SECRET}`]]) {
      expect(wrong([...JWT, ...args])).toBe('There is no option --jwt-secret. Run with --help to see all options.')
    }
    const message = wrong(['--config', file('secret.json', JSON.stringify({ jwtSecret: SECRET }))])
    expect(message).toContain('There is no option jwtSecret')
    expect(message).not.toContain(SECRET)
  })

  test('[OP144] has 32 bytes at least, and is never shown', () => {
    expect(wrong(JWT, { CHAT_JWT_SECRET: short })).toBe('CHAT_JWT_SECRET must be 32 to 4096 bytes.')
    expect(wrong(JWT, { CHAT_JWT_SECRET: 'x'.repeat(5_000) })).toBe('CHAT_JWT_SECRET must be 32 to 4096 bytes.')
    expect(config(JWT, { CHAT_JWT_SECRET: 'ü'.repeat(16) }).jwtSecret).toHaveLength(16)
    const help = loadConfig(['--help'], { CHAT_JWT_SECRET: SECRET }, '1')
    expect(help).toMatchObject({ kind: 'print', text: expect.stringContaining('CHAT_JWT_SECRET') })
    expect(JSON.stringify(help)).not.toContain(SECRET)
    expect(JSON.stringify(help)).not.toContain('--jwt-secret ')
    expect(checkConfig(new Map([['jwtSecret', { value: 7, calledAs: 'jwtSecret' }]]))).toMatchObject({ ok: false })
  })

  test('[OP144] in a program it is an option', () => {
    const jwt = { auth: ['jwt'] as const, jwtIssuer: 'https://site.example', jwtAudience: 'chat' }
    expect(() => createChatServer({ ...jwt, jwtSecret: SECRET })).not.toThrow()
    expect(() => createChatServer({ ...jwt, jwtSecret: short })).toThrow('jwtSecret must be 32 to 4096 bytes.')
    expect(() => createChatServer(jwt)).toThrow('auth has jwt, which needs the keys')
  })

  test('[OP144] in a file it is all bytes but the end of the last line', () => {
    const bytes = new Uint8Array(40).map((_, n) => (n * 37) % 256)
    for (const end of ['', '\n', '\r\n']) {
      const read = readSecretFile(file('secret', Buffer.concat([bytes, Buffer.from(end)])))
      expect(read).toEqual({ ok: true, secret: bytes })
    }
  })

  test.each([
    ['nothing', '', 'must be 32 to 4096 bytes'],
    ['too little', `${short}\n`, 'must be 32 to 4096 bytes'],
    ['too much', 'x'.repeat(1_000_000), 'must be 32 to 4096 bytes'],
  ])('[OP144] a file with %s is one sentence', (_, content, words) => {
    const read = readSecretFile(file('bad', content))
    expect(read).toMatchObject({ ok: false, message: expect.stringContaining(words) })
    expect(JSON.stringify(read)).not.toContain(short)
  })

  test('[OP144] a file that cannot be read, a folder, a device without an end', () => {
    const missing = path.join(folder.path, 'none')
    expect(readSecretFile(missing)).toMatchObject({
      ok: false,
      message: `The file ${missing} of --jwt-secret-file cannot be read.`,
    })
    expect(readSecretFile(folder.path)).toMatchObject({ ok: false })
    expect(readSecretFile('/dev/zero')).toMatchObject({ ok: false })
  })
})

describe('what is configured', () => {
  const clock = new VirtualClock(NOW)
  const token = (other: Record<string, unknown> = {}) =>
    signed(claimsOf({ aud: 'chat', ...other }), {}, new TextEncoder().encode(SECRET))

  test('[JW10] tokens are read with the secret, the issuer, the audience, the grants and the pictures of the options', async () => {
    const args = [...JWT, '--jwt-grants', 'member', '--pictures', 'https://img.example']
    const read = await openSiteTokens(config(args, { CHAT_JWT_SECRET: SECRET }), clock)
    const picture = 'https://img.example/a.png'
    expect(await read?.(await token({ picture, chat: { roles: ['admin'] } }))).toMatchObject({
      claims: { role: 'member', picture },
    })
    expect(await read?.(await token({ aud: 'https://chat.example' }))).toMatchObject({
      refusal: { code: 'unauthorized' },
    })
    const byFile = await openSiteTokens(config([...JWT, '--jwt-secret-file', file('secret', `${SECRET}\n`)]), clock)
    expect(await byFile?.(await token())).toMatchObject({ ok: true })
  })

  test('[JW10] the audience is the public URL unless it is given', async () => {
    const args = ['--auth', 'jwt', ...ISSUER, '--public-url', 'https://a.example/chat/']
    const read = await openSiteTokens(config(args, { CHAT_JWT_SECRET: SECRET }), clock)
    expect(await read?.(await token({ aud: 'https://a.example/chat' }))).toMatchObject({ ok: true })
    expect(await read?.(await token({ aud: 'https://a.example' }))).toMatchObject({ ok: false })
  })

  test('[JW10] without jwt no token counts, and a secret that cannot be had keeps the server from starting', async () => {
    expect(await openSiteTokens(config([], { CHAT_JWT_SECRET: SECRET }), clock)).toBeUndefined()
    await expect(openSiteTokens(config([...JWT, '--jwt-secret-file', '/none/at/all']), clock)).rejects.toThrow(
      'cannot be read',
    )
  })
})
