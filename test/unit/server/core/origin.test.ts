import { describe, expect, test } from 'vitest'
import {
  canonicalOrigin,
  canonicalRule,
  judgeOrigin,
  type OriginPolicy,
  originPolicy,
} from '../../../../server/core/origin.ts'

const judge = (origin: string | undefined, host: string | undefined, policy: Partial<OriginPolicy> = {}) =>
  judgeOrigin({ origin, host }, { own: undefined, listed: new Set(), below: [], any: false, ...policy })

test('[OR1] a request without an origin comes from a program', () => {
  expect(judge(undefined, 'localhost:5001')).toBe('none')
  expect(judge(undefined, 'evil.example', { own: 'https://chat.example' })).toBe('none')
})

describe('without a public URL', () => {
  test.each([
    ['http://localhost:5001', 'localhost:5001'],
    ['http://localhost', 'localhost'],
    ['http://localhost', 'localhost:80'],
    ['http://localhost:5001', 'LOCALHOST:5001'],
    ['http://127.0.0.1:5001', '127.0.0.1:5001'],
    ['http://192.168.1.7:8080', '192.168.1.7:8080'],
    ['http://[::1]:5001', '[::1]:5001'],
    ['http://[::1]:5001', '[0:0:0:0:0:0:0:1]:5001'],
    ['http://[2001:db8::7]', '[2001:db8::7]'],
  ])('[OR2] %s is the own origin of host %s', (origin, host) => {
    expect(judge(origin, host)).toBe('own')
  })

  test.each([
    ['another port', 'http://localhost:5002', 'localhost:5001'],
    ['another scheme', 'https://localhost:5001', 'localhost:5001'],
    ['the other loopback name', 'http://127.0.0.1:5001', 'localhost:5001'],
    ['a name that was made to lead here', 'http://evil.example:5001', 'evil.example:5001'],
    ['a name under localhost', 'http://evil.localhost:5001', 'evil.localhost:5001'],
    ['localhost with a dot', 'http://localhost.:5001', 'localhost.:5001'],
    ['localhost as a prefix', 'http://localhost.evil.example', 'localhost.evil.example'],
    ['an address as a prefix', 'http://127.0.0.1.evil.example', '127.0.0.1.evil.example'],
    ['an address inside a name', 'http://127.0.0.1.nip.io', '127.0.0.1.nip.io'],
    ['a forged host', 'http://evil.example', 'localhost:5001'],
    ['a user in the host', 'http://localhost:5001', 'evil@localhost:5001'],
    ['a user in the origin', 'http://evil@localhost:5001', 'localhost:5001'],
    ['a path in the host', 'http://localhost:5001', 'localhost:5001/x'],
    ['a query in the host', 'http://localhost', 'localhost?'],
    ['a fragment in the host', 'http://localhost', 'localhost#.evil.example'],
    ['a list of hosts', 'http://localhost', 'localhost, evil.example'],
    ['no host', 'http://localhost:5001', undefined],
    ['an empty host', 'http://', ''],
    ['a zone', 'http://[fe80::1]', '[fe80::1%25eth0]'],
    ['an unfinished address', 'http://[::1', '[::1'],
    ['a port that is none', 'http://localhost:x', 'localhost:x'],
    ['null', 'null', 'localhost:5001'],
    ['nothing', '', 'localhost:5001'],
    ['undefined', 'undefined', undefined],
  ])('[OR2] %s is not the own origin', (_kind, origin, host) => {
    expect(judge(origin, host)).toBe('refused')
  })
})

test('[OR3] with a public URL only that is the own origin, whatever Host says', () => {
  const own = 'https://chat.example'
  expect(judge(own, 'chat.example', { own })).toBe('own')
  expect(judge(own, 'localhost:5001', { own })).toBe('own')
  expect(judge(own, undefined, { own })).toBe('own')
  for (const origin of [
    'http://localhost:5001',
    'http://chat.example',
    'https://chat.example:8443',
    'https://chat.example.',
    'https://CHAT.example',
    'https://chat.example/',
    'https://chat.example.evil.example',
    'https://evilchat.example',
    'https://a.chat.example',
    'https://chat.example, https://evil.example',
    ' https://chat.example',
  ]) {
    expect(judge(origin, 'localhost:5001', { own }), origin).toBe('refused')
  }
})

test('[OR4] a listed origin is allowed, exactly as it is written', () => {
  const listed = new Set(['https://shop.example', 'http://localhost:3000'])
  expect(judge('https://shop.example', 'localhost:5001', { listed })).toBe('allowed')
  expect(judge('http://localhost:3000', 'localhost:5001', { listed })).toBe('allowed')
  expect(judge('http://shop.example', 'localhost:5001', { listed })).toBe('refused')
  expect(judge('https://www.shop.example', 'localhost:5001', { listed })).toBe('refused')
  expect(judge('null', 'localhost:5001', { listed })).toBe('refused')
  expect(judge('null', 'localhost:5001', { listed: new Set(['null']) })).toBe('allowed')
  expect(judge('http://localhost:5001', 'localhost:5001', { listed: new Set(['http://localhost:5001']) })).toBe('own')
})

test('[OR4] a star allows every origin and makes none the own', () => {
  expect(judge('https://any.example', 'any.example', { any: true })).toBe('allowed')
  expect(judge('null', 'localhost:5001', { any: true })).toBe('allowed')
  expect(judge('http://localhost:5001', 'localhost:5001', { any: true })).toBe('own')
})

test.each([
  ['https://Example.COM', 'https://example.com'],
  ['https://example.com/', 'https://example.com'],
  ['https://example.com:443', 'https://example.com'],
  ['http://example.com:80', 'http://example.com'],
  ['https://example.com:8443', 'https://example.com:8443'],
  ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ['http://[::1]:3000', 'http://[::1]:3000'],
  ['http://[0:0::1]', 'http://[::1]'],
  ['capacitor://localhost', 'capacitor://localhost'],
  ['null', 'null'],
])('[OR5] the option %s stands for the origin %s', (text, origin) => {
  expect(canonicalOrigin(text)).toBe(origin)
})

test.each([
  'example.com',
  'example.com:443',
  'https://example.com/chat',
  'https://example.com?',
  'https://example.com#',
  'https://user@example.com',
  'https://user:word@example.com',
  'https://*.example.com',
  'https://example.com:99999',
  'javascript:alert(1)',
  'file:///',
  '//example.com',
  '',
])('[OR5] the option %j is no origin', text => {
  expect(canonicalOrigin(text)).toBeUndefined()
})

describe('a star in place of the first label', () => {
  const allows = (rule: string, origin: string) => {
    const canonical = canonicalRule(rule)
    if (canonical === undefined) throw new Error(`${rule} is no rule`)
    return (
      judgeOrigin({ origin, host: 'chat.example' }, originPolicy('https://chat.example', [canonical])) === 'allowed'
    )
  }

  test.each([
    ['https://*.example.com', 'https://www.example.com'],
    ['https://*.example.com', 'https://a.b.c.example.com'],
    ['https://*.example.com', 'https://xn--bcher-kva.example.com'],
    ['https://*.example.com', 'https://my_shop-1.example.com'],
    ['HTTPS://*.Example.COM/', 'https://www.example.com'],
    ['https://*.example.com:443', 'https://www.example.com'],
    ['https://*.example.com:8443', 'https://www.example.com:8443'],
    ['http://*.example.com', 'http://www.example.com'],
    ['https://*.bücher.example', 'https://www.xn--bcher-kva.example'],
    ['https://*.example.co.uk', 'https://shop.example.co.uk'],
    ['http://*.localhost:3000', 'http://a.localhost:3000'],
  ])('[OR130] %s allows %s', (rule, origin) => {
    expect(allows(rule, origin)).toBe(true)
  })

  test.each([
    ['https://*.example.com', 'https://example.com'],
    ['https://*.example.com', 'https://.example.com'],
    ['https://*.example.com', 'https://..example.com'],
    ['https://*.example.com', 'https://notexample.com'],
    ['https://*.example.com', 'https://www.example.com.evil.example'],
    ['https://*.example.com', 'https://evil.example/.example.com'],
    ['https://*.example.com', 'https://evil.example?.example.com'],
    ['https://*.example.com', 'https://evil.example#.example.com'],
    ['https://*.example.com', 'https://evil.example:1.example.com'],
    ['https://*.example.com', 'https://user@www.example.com'],
    ['https://*.example.com', 'https://a, https://www.example.com'],
    ['https://*.example.com', 'http://www.example.com'],
    ['https://*.example.com', 'https://www.example.com:8443'],
    ['https://*.example.com', 'https://www.example.com.'],
    ['https://*.example.com', 'https://*.example.com'],
    ['https://*.example.com', 'null'],
    ['https://*.example.com:8443', 'https://www.example.com'],
    ['https://*.example.com:8443', 'https://www.example.com:18443'],
    ['http://*.localhost:3000', 'http://localhost:3000'],
  ])('[OR130] %s does not allow %s', (rule, origin) => {
    expect(allows(rule, origin)).toBe(false)
  })

  test.each([
    'https://*',
    'https://*.',
    'https://*.com',
    'https://*.com:8443',
    'https://*example.com',
    'https://a*.example.com',
    'https://shop.*.example.com',
    'https://*.*.example.com',
    'https://*.example.*',
    'https://*.example.com:*',
    'https://*.example.com/chat',
    'https://*.example.com?',
    'https://user@*.example.com',
    'https://*.user@example.com',
    'https://*.10.0.0.1',
    'https://*.[::1]',
    'https://*.example.',
    '*.example.com',
    '*://*.example.com',
    '**',
  ])('[OR130] %s is no rule', text => {
    expect(canonicalRule(text)).toBeUndefined()
  })

  test('[OR130] it makes none the own, and stands beside others', () => {
    const rules = ['https://*.example.com', 'https://example.com', 'http://*.localhost:3000']
    const policy = originPolicy(undefined, rules)
    const verdicts = ['https://example.com', 'https://a.example.com', 'http://a.localhost:3000', 'https://b.example']
    expect(verdicts.map(origin => judgeOrigin({ origin, host: 'a.example.com' }, policy))).toEqual([
      'allowed',
      'allowed',
      'allowed',
      'refused',
    ])
    expect(policy.any).toBe(false)
    expect(originPolicy(undefined, ['*'])).toMatchObject({ any: true, below: [] })
  })
})
