import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadConfig } from '../../../../server/config/load.ts'
import { rateText } from '../../../../server/config/rate.ts'
import type { Config } from '../../../../server/config/schema.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const folder = temporaryFolder('config')
afterAll(() => folder.remove())

function load(args: string[] = [], env: Record<string, string> = {}) {
  return loadConfig(args, env, '1.2.3')
}

function config(args: string[] = [], env: Record<string, string> = {}): Config {
  const loaded = load(args, env)
  if (loaded.kind !== 'config') throw new Error(JSON.stringify(loaded))
  return loaded.config
}

function file(content: unknown): string {
  const name = path.join(folder.path, 'chat.json')
  writeFileSync(name, typeof content === 'string' ? content : JSON.stringify(content))
  return name
}

const wrong = (args: string[], env: Record<string, string> = {}) => {
  const loaded = load(args, env)
  return loaded.kind === 'wrong' ? loaded.message : loaded
}

test('[OP1] without options there are defaults', () => {
  expect(config()).toMatchObject({
    port: 5001,
    host: '127.0.0.1',
    transport: 'auto',
    store: 'sqlite',
    durability: 'fsync',
    data: 'data',
    origins: [],
    noLimits: false,
    logLevel: 'info',
  })
})

test('[OP1] every option of the protocol works as a flag and from the environment', () => {
  const flags =
    '--port 80 --host 0.0.0.0 --data d --transport ws --store memory --origins https://a.example,https://B.example:443'
  const expected = {
    port: 80,
    host: '0.0.0.0',
    data: 'd',
    transport: 'ws',
    store: 'memory',
    origins: ['https://a.example', 'https://b.example'],
    publicUrl: { href: 'https://chat.example', origin: 'https://chat.example', path: '' },
    noLimits: true,
  }
  expect(config([...flags.split(' '), '--public-url=https://chat.example/', '--no-limits'])).toMatchObject(expected)
  const env = {
    PORT: '80',
    CHAT_HOST: '0.0.0.0',
    CHAT_DATA: 'd',
    CHAT_TRANSPORT: 'ws',
    CHAT_STORE: 'memory',
    CHAT_ORIGINS: ' https://a.example , https://B.example:443,',
    CHAT_PUBLIC_URL: 'https://chat.example',
    CHAT_NO_LIMITS: '1',
  }
  expect(config([], env)).toMatchObject(expected)
})

test('[OP2] a flag goes before the environment, that before the file, that before the default', () => {
  const all = file({ port: 1, host: 'file', transport: 'ws', origins: ['https://file.example'], noLimits: true })
  const env = { CHAT_CONFIG: all, PORT: '2', CHAT_HOST: 'env' }
  expect(config(['--port', '3'], env)).toMatchObject({
    port: 3,
    host: 'env',
    transport: 'ws',
    origins: ['https://file.example'],
    noLimits: true,
    store: 'sqlite',
  })
  expect(config(['--config', all])).toMatchObject({ port: 1 })
})

test('[OP2] what is empty is not given', () => {
  expect(config(['--origins', ''], { PORT: '', CHAT_NO_LIMITS: '', CHAT_CONFIG: '' })).toMatchObject({
    port: 5001,
    origins: [],
  })
})

test.each([
  ['1', true],
  ['true', true],
  ['0', false],
  ['false', false],
])('[OP1] CHAT_NO_LIMITS=%s is %s', (value, noLimits) => {
  expect(config([], { CHAT_NO_LIMITS: value })).toMatchObject({ noLimits })
})

describe('what is wrong is one sentence', () => {
  test.each([
    [['--prot', '80'], 'There is no option --prot. Run with --help to see all options.'],
    [['-p', '80'], 'There is no option -p. Run with --help to see all options.'],
    [['start'], 'There is no option start. Run with --help to see all options.'],
    [['--port'], '--port needs a value after it. Run with --help to see all options.'],
    [['--port', '--host', 'x'], '--port needs a value after it. Run with --help to see all options.'],
    [['--config'], '--config needs a value after it. Run with --help to see all options.'],
    [['--port', 'abc'], '--port must be a port from 0 to 65535, not abc.'],
    [['--port', '65536'], '--port must be a port from 0 to 65535, not 65536.'],
    [['--port', '-1'], '--port must be a port from 0 to 65535, not -1.'],
    [['--port', '80.5'], '--port must be a port from 0 to 65535, not 80.5.'],
    [['--transport', 'http'], '--transport must be auto, uws or ws, not http.'],
    [
      ['--origins', 'https://a.example,b.example'],
      '--origins must be origins like https://example.com or https://*.example.com, separated by commas, or *, not b.example.',
    ],
    [
      ['--origins', 'https://*.example'],
      '--origins must be origins like https://example.com or https://*.example.com, separated by commas, or *, not https://*.example.',
    ],
    [
      ['--public-url', 'chat.example'],
      '--public-url must be an address like https://chat.example.com or https://example.com/chat, not chat.example.',
    ],
    [
      ['--public-url', 'https://x.example/chat?a'],
      '--public-url must be an address like https://chat.example.com or https://example.com/chat, not https://x.example/chat?a.',
    ],
    [
      ['--public-url', 'null'],
      '--public-url must be an address like https://chat.example.com or https://example.com/chat, not null.',
    ],
    [
      ['--trusted-proxies', '10.0.0.0/99'],
      '--trusted-proxies must be addresses or blocks like 10.0.0.0/8, separated by commas, not 10.0.0.0/99.',
    ],
    [['--no-limits=perhaps'], '--no-limits must be true or false, not perhaps.'],
    [['--metrics-token', 'short'], '--metrics-token must be 16 to 256 characters without spaces.'],
    ...[
      '',
      '60',
      '60:30',
      '60:30/day',
      '0:1/s',
      '1:0/s',
      '-1:1/s',
      '1.5:1/s',
      '1 : 1/s',
      '1G:1/s',
      '60:30/s,1:1/s',
    ].map(
      rate =>
        [
          [`--login-rate=${rate || 'x'}`],
          `--login-rate must be a rate like 60:30/min (60 at once, then 30 a minute; also /s and /h, 64k, 1M), not ${rate || 'x'}.`,
        ] as [string[], string],
    ),
    ...['1:1/s', '1:1/s,', '1:1/s,1:1/s,1:1/s', '1:1/s,x'].map(
      rates =>
        [
          ['--read-rate', rates],
          `--read-rate must be two rates like 1M:64k/s,8M:512k/s: of a user, of an address, not ${rates}.`,
        ] as [string[], string],
    ),
    [['--store', 'mysql'], '--store must be sqlite or memory, not mysql.'],
    [
      ['--redis', 'http://user:word@host'],
      '--redis must be an address like redis://localhost:6379, redis+sentinel://a:26379,b:26379/name or redis+cluster://a:6379,b:6379.',
    ],
    [['--redis', 'redis://host', '--store', 'memory'], '--redis and --store memory exclude each other.'],
    [['--node', 'a b'], '--node must be 1 to 64 characters of A-Za-z0-9._-, not a b.'],
    [['--redis-prefix', '{a}'], '--redis-prefix must be up to 64 characters of A-Za-z0-9._:-, not {a}.'],
  ])('[OP3] %j', (args, message) => {
    expect(wrong(args)).toBe(message)
  })

  test('[OP3] the environment and the file are called by their names', () => {
    expect(wrong([], { PORT: 'x' })).toBe('PORT must be a port from 0 to 65535, not x.')
    const name = file({ port: 'x' })
    expect(wrong(['--config', name])).toBe(`port in ${name} must be a port from 0 to 65535, not x.`)
    expect(wrong(['--config', file({ prot: 1 })])).toBe(
      `There is no option prot, in ${name}. Run with --help to see all options.`,
    )
    expect(wrong(['--config', file({ __proto__: null, constructor: 1 })])).toContain('There is no option constructor')
    expect(wrong(['--config', file('{')])).toBe(`The file ${name} is not JSON.`)
    expect(wrong(['--config', file([1])])).toBe(`The file ${name} must hold one JSON object, like {"port": 5001}.`)
    expect(wrong(['--config', `${name}.none`])).toBe(`The file ${name}.none cannot be read.`)
    expect(wrong(['--config', file({ origins: [1] })])).toContain('origins in')
  })

  test('[OP3] what others wrote cannot steer the terminal', () => {
    expect(wrong(['--\u001B[31mred'])).not.toContain('\u001B')
    expect(wrong(['--port', `\n${'x'.repeat(5_000)}`])).toMatch(/^--port must be .{1,150}$/)
  })
})

test.each([
  ['60:30/min', { burst: 60, perSecond: 0.5 }],
  ['1:1/h', { burst: 1, perSecond: 1 / 3_600 }],
  ['64k:2M/s', { burst: 64_000, perSecond: 2_000_000 }],
])('[OP120] a rate is written like %s, and told so', (text, rate) => {
  expect(config(['--send-rate', text])).toMatchObject({ sendRate: rate })
  expect(config([], { CHAT_SEND_RATE: text })).toMatchObject({ sendRate: rate })
  expect(config(['--config', file({ sendRate: text })])).toMatchObject({ sendRate: rate })
  expect(rateText(rate)).toBe(text)
})

test('[OP120] where a user and an address have rates of their own, both are written', () => {
  const readRate = { user: { burst: 1_000_000, perSecond: 64_000 }, address: { burst: 8, perSecond: 0.1 } }
  expect(config(['--read-rate', '1M:64k/s, 8:6/min'])).toMatchObject({ readRate })
  expect(rateText(readRate)).toBe('1M:64k/s,8:6/min')
  expect(rateText('60')).toBeUndefined()
})

test('[OP4] --help names every option with its flag, its variable and its default', () => {
  const loaded = load(['--help'])
  const text = loaded.kind === 'print' ? loaded.text : ''
  for (const word of '--port N PORT (5001) --host HOST CHAT_HOST --data DIR --no-limits CHAT_NO_LIMITS --config FILE'.split(
    ' ',
  )) {
    expect(text).toContain(word)
  }
  expect(text.split('\n').every(line => line.length <= 120)).toBe(true)
  expect(load(['--version'])).toEqual({ kind: 'print', text: '1.2.3\n' })
})
