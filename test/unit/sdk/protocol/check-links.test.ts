import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalHost } from '../../../../sdk/protocol/canonical-host.ts'
import { checkLinks } from '../../../../sdk/protocol/check-links.ts'
import { findHosts } from '../../../../sdk/protocol/find-hosts.ts'
import { linkify } from '../../../../sdk/widget/views/linkify.ts'

const none = (text: string) => checkLinks(text, { mode: 'none', action: 'block' })?.detail
const allow = (text: string, ...hosts: string[]) => checkLinks(text, { mode: 'allow', hosts, action: 'block' })?.detail
const block = (text: string, ...hosts: string[]) => checkLinks(text, { mode: 'block', hosts, action: 'hold' })?.detail

test.each([
  ['look at https://evil.com', 'evil.com'],
  ['HTTPS://EVIL.COM/Path', 'evil.com'],
  ['http://evil.com:8080/x', 'evil.com'],
  ['evil.com', 'evil.com'],
  ['Evil.Com!', 'evil.com'],
  ['EVIL.COM', 'evil.com'],
  ['(evil.com)', 'evil.com'],
  ['evil.com.', 'evil.com'],
  ['at evil.com. Then', 'evil.com'],
  ['at evil.com.Then', 'evil.com'],
  ['https://evil.com./x', 'evil.com'],
  ['www.evil.example', 'www.evil.example'],
  ['evil.com/path?q=1', 'evil.com'],
  ['evil.com:8080', 'evil.com'],
  ['sub.evil.co.uk', 'sub.evil.co.uk'],
  ['bit.ly/abc', 'bit.ly'],
  ['t.me/joinchat', 't.me'],
  ['scam.xyz', 'scam.xyz'],
  ['//evil.com/x', 'evil.com'],
  ['http:evil.weird', 'evil.weird'],
  ['http:/evil.weird', 'evil.weird'],
  ['http:\\\\evil.weird\\x', 'evil.weird'],
  ['ftp://files.weird/x', 'files.weird'],
  ['steam://evil.weird/x', 'evil.weird'],
  ['http://localhost:3000', 'localhost'],
  ['https://user:secret@evil.com/x', 'evil.com'],
  ['mailto:me@evil.weird', 'evil.weird'],
  ['write to me@evil.com', 'evil.com'],
  ['http://93.184.216.34/x', '93.184.216.34'],
  ['93.184.216.34', '93.184.216.34'],
  ['http://1572395042/', '93.184.216.34'],
  ['http://0x5db8d822', '93.184.216.34'],
  ['http://[2001:db8::1]:80/', '[2001:db8::1]'],
  ['https://bücher.example', 'xn--bcher-kva.example'],
  ['bücher.de', 'xn--bcher-kva.de'],
  ['xn--bcher-kva.de', 'xn--bcher-kva.de'],
  ['почта.рф', 'xn--80a1acny.xn--p1ai'],
  ['例子.中国', 'xn--fsqu00a.xn--fiqs8s'],
  ['https://例え.テスト/', 'xn--r8jz45g.xn--zckzah'],
  ['ｅｖｉｌ．ｃｏｍ', 'evil.com'],
  ['evil。com', 'evil.com'],
  ['evil｡com', 'evil.com'],
  ['evil․com', 'evil.com'],
  ['evil.\u200bcom', 'evil.com'],
  ['ev\u00adil.com', 'evil.com'],
  ['https://evil%2ecom/', 'evil.com'],
  ['看evil.com吧', 'evil.com'],
  ['https://evil.com你好', 'evil.com'],
  ['evil.com에서 보자', 'evil.com'],
  ['_evil.com_ *evil.com*', 'evil.com'],
  ['[words](https://evil.com)', 'evil.com'],
  ['setup.py/run', 'setup.py'],
  ['https://readme.md', 'readme.md'],
])('[MD1] in %j the host is %s', (text, host) => {
  expect(none(text)).toBe(host)
  expect(allow(text, 'good.example')).toBe(host)
  expect(block(text, host)).toBe(host)
})

test.each([
  '',
  'hello',
  'e.g. this, i.e. that, z.B. dies, a.m.',
  'Well...yes',
  'version 1.2.3 and v1.2.3.4',
  '300.1.2.3',
  '3.14',
  'Yes.So what',
  'node.js and index.ts:12',
  'README.md, setup.py, run.sh and a.zip',
  '// a comment',
  'a/b, and/or',
  'one.Two',
  '他说你好。世界很大',
  'https://',
  'the scheme http: is old',
  'me @ home',
])('[MD1] in %j is no link', text => expect(none(text)).toBeUndefined())

test('[MD1] nobody is led elsewhere by who stands before the host', () => {
  expect(allow('https://good.com@evil.com/', 'good.com')).toBe('evil.com')
  expect(allow('https://good.com:x@evil.com', 'good.com')).toBe('evil.com')
  expect(allow('https://evil.com\\@good.com', 'good.com')).toBe('evil.com')
  expect(allow('https://good.com,x@evil.com', 'good.com')).toBe('evil.com')
  expect(allow('https://good.com,evil.com', 'good.com')).toBe('evil.com')
  expect(allow('https://me@good.com', 'good.com')).toBeUndefined()
  expect(allow('first.me@good.com', 'good.com')).toBeUndefined()
})

test('[MD2] an allowed host stands for itself and what is below it, and for nothing that only ends alike', () => {
  for (const text of ['good.com', 'https://www.good.com/x', 'a.b.GOOD.com.', 'http://good.com:80?evil.com', 'no link'])
    expect(allow(text, 'good.com'), text).toBeUndefined()
  expect(allow('notgood.com', 'good.com')).toBe('notgood.com')
  expect(allow('good.com.evil.net', 'good.com')).toBe('good.com.evil.net')
  expect(allow('good.com evil.net', 'good.com')).toBe('evil.net')
  expect(allow('api.good.co.uk', 'good.co.uk')).toBeUndefined()
  expect(allow('gооd.com', 'good.com')).toBe('xn--gd-fmca.com')
  expect(allow('看good.com吧，再见', 'good.com')).toBeUndefined()
})

test('[MD2] a blocked host stands for itself and what is below it, however little it looks like a link', () => {
  expect(block('https://a.evil.com/', 'evil.com')).toBe('a.evil.com')
  expect(block('evil.com.Then more', 'evil.com')).toBe('evil.com')
  expect(block('evil.com.so i said', 'evil.com')).toBe('evil.com')
  expect(block('run.sh', 'run.sh')).toBe('run.sh')
  expect(block('evil.unknown', 'evil.unknown')).toBe('evil.unknown')
  expect(block('any.zip', 'zip')).toBe('any.zip')
  expect(block('notevil.com and good.com', 'evil.com')).toBeUndefined()
})

test('[MD3] the path of an address holds no host, unless it has a scheme', () => {
  expect(allow('https://good.com/evil.io/x.me?y=a.de#b.ru', 'good.com')).toBeUndefined()
  expect(allow('good.com/evil.io', 'good.com')).toBeUndefined()
  expect(allow('https://good.com/https://evil.io', 'good.com')).toBe('evil.io')
  expect(allow('https://good.com/x evil.io', 'good.com')).toBe('evil.io')
})

test('[MD3] what is told of a link is its host and what the rule does, and it is bounded', () => {
  expect(checkLinks('https://Evil.com/secret', { mode: 'none', action: 'hold' })).toEqual({
    rule: 'links',
    action: 'hold',
    detail: 'evil.com',
  })
  expect(none(`https://${'a'.repeat(3_000)}.com`)).toHaveLength(253)
})

const parts = fc.constantFrom(
  ...'https:// http:// HTTP:// mailto: evil.com good.com a@b.de www. @ : :80 / ? # \\ . , ; ! ( ) [ ] { } < > " ` | * _ ~ % & = + - – ‐ ’ · ‧ ・ ׳ 。 ． ，'.split(
    ' ',
  ),
  ...[
    '“',
    '€',
    '🎉',
    '你好',
    'бит',
    'пошта.рф',
    'é',
    'א',
    'カ',
    '\u200b',
    '\u200c',
    '\u200d',
    '\u00ad',
    '\u202e',
    '\u0301',
  ],
  ...[
    ' ',
    '\n',
    '％',
    'ａ',
    '℀',
    '㏂',
    'ß',
    'ſ',
    'K',
    'x',
    '1',
    '127.1',
    '[::1]',
    'xn--',
    '\ud83d',
    '\u3000',
    '^',
    '$',
    "'",
  ],
)

test('[MD1] every host to which the widget makes a link is found', () => {
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 6 }), fc.array(parts, { maxLength: 8 }), (before, behind) => {
      const text = `${before.join('')}https://${behind.join('')}`
      const found = new Set([...findHosts(text)].filter(({ sure }) => sure).map(({ host }) => host))
      for (const { href } of linkify(text)) {
        if (!href) continue
        const host = href.startsWith('mailto:') ? (/@([^?@]*)(?:\?|$)/.exec(href)?.[1] ?? '') : new URL(href).hostname
        const known = canonicalHost(host)
        if (known && !found.has(known)) throw new Error(`${known} is not among ${[...found]}`)
      }
    }),
    { numRuns: 3_000 },
  )
})
