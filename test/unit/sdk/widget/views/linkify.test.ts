import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linkify } from '../../../../../sdk/widget/views/linkify.ts'

const links = (text: string) => linkify(text).flatMap(piece => (piece.href ? [[piece.text, piece.href]] : []))
const addresses = (text: string) => links(text).map(([shown]) => shown)

test('[VW2] http, https and mailto addresses become links', () => {
  expect(links('see https://example.com/a?b=c#d now')).toEqual([
    ['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
  ])
  expect(addresses('http://a.example and mailto:ada@example.com')).toEqual([
    'http://a.example',
    'mailto:ada@example.com',
  ])
  expect(links('HTTPS://EXAMPLE.COM')[0]?.[1]).toBe('https://example.com/')
})

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://x/y',
  'ftp://a.example',
  '//a.example',
  'www.example.com',
  'https://(é',
  'http://!a.example',
])('[VW2] %s stays text', text => {
  expect(linkify(text)).toEqual([{ text }])
})

test('[VW2] a script address around or inside another never becomes the target', () => {
  for (const text of [
    'javascript:https://a.example',
    'https://javascript:alert(1)@a.example/',
    'javascript://https://x',
  ])
    for (const [, href] of links(text)) expect(href).toMatch(/^https?:\/\//)
})

test('[VW2] the punctuation of the sentence around a link is not part of it', () => {
  expect(addresses('(https://a.example/x).')).toEqual(['https://a.example/x'])
  expect(addresses('https://a.example/x, https://b.example!')).toEqual(['https://a.example/x', 'https://b.example'])
  expect(addresses('https://a.example/x_(y)')).toEqual(['https://a.example/x_(y)'])
  expect(addresses('“https://a.example/”')).toEqual(['https://a.example/'])
})

test('[VW2] characters that turn or hide text end an address', () => {
  expect(addresses('https://a.example/\u202Egpj.exe')).toEqual(['https://a.example/'])
  expect(addresses('https://a.example/x\u200By')).toEqual(['https://a.example/x'])
  expect(addresses('https://a.example\u200B')).toEqual(['https://a.example'])
})

test('[VW2] the pieces together are the text, whatever it is', () => {
  const parts = fc.array(
    fc.constantFrom('https://', 'http://a.b', 'mailto:', '.', ')', '(', ' ', '\n', 'é', '\u202e', '[::1]', '%', '@'),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        parts.map(all => all.join('')),
      ),
      text =>
        linkify(text)
          .map(piece => piece.text)
          .join('') === text,
    ),
  )
})

test.each([
  ['https://example.com/docs（中文说明）', 'https://example.com/docs'],
  ['https://example.com/guide，详见', 'https://example.com/guide'],
  ['见https://example.com/a。', 'https://example.com/a'],
  ['「https://example.com/q」と', 'https://example.com/q'],
  ['『https://example.com』『b』', 'https://example.com'],
  ['see:https://example.com/x', 'https://example.com/x'],
  ['Here.https://example.com', 'https://example.com'],
  ['смотриhttps://example.com', 'https://example.com'],
  ['访问https://example.com查看', 'https://example.com'],
  ['https://example.com을 보세요', 'https://example.com'],
  ['https://example.com/x؟', 'https://example.com/x'],
  ['https://example.com/x، و', 'https://example.com/x'],
  ['https://example.com/x।', 'https://example.com/x'],
  ['https://example.com/x።', 'https://example.com/x'],
  ['https://example.com/x៖', 'https://example.com/x'],
  ['https://example.com/x—which', 'https://example.com/x'],
  ['https://example.com/x…', 'https://example.com/x'],
  ['https://example.com/x?!', 'https://example.com/x'],
  ['„https://example.com/“', 'https://example.com/'],
  ['«https://example.com/»', 'https://example.com/'],
  ['‘https://example.com/’', 'https://example.com/'],
  ['‹https://example.com/›', 'https://example.com/'],
  ['"https://example.com/"', 'https://example.com/'],
  ["'https://example.com/'", 'https://example.com/'],
  ['`https://example.com/`', 'https://example.com/'],
  ['<https://example.com/>', 'https://example.com/'],
  ['<https://example.com|here>', 'https://example.com'],
  ['[x](https://example.com/y)', 'https://example.com/y'],
  ['[x](https://example.com/y).', 'https://example.com/y'],
  ['(see https://example.com/y)!', 'https://example.com/y'],
  ['(https://example.com/y)z', 'https://example.com/y'],
  ['**https://example.com/y**', 'https://example.com/y'],
  ['https://en.wikipedia.org/wiki/C_(language)', 'https://en.wikipedia.org/wiki/C_(language)'],
  ['(https://en.wikipedia.org/wiki/C_(language))', 'https://en.wikipedia.org/wiki/C_(language)'],
  ['https://example.com/a[b]{c}', 'https://example.com/a[b]{c}'],
  ['https://zh.wikipedia.org/wiki/北京', 'https://zh.wikipedia.org/wiki/北京'],
  ['https://ca.wikipedia.org/wiki/Col·legi', 'https://ca.wikipedia.org/wiki/Col·legi'],
  ['https://fr.wikipedia.org/wiki/L’Équipe', 'https://fr.wikipedia.org/wiki/L’Équipe'],
  ['https://de.wikipedia.org/wiki/Ruhm_–_Roman', 'https://de.wikipedia.org/wiki/Ruhm_–_Roman'],
  ['https://fa.wikipedia.org/wiki/می\u200cخواهم', 'https://fa.wikipedia.org/wiki/می\u200cخواهم'],
  ['https://ja.wikipedia.org/wiki/スーパー・マリオ', 'https://ja.wikipedia.org/wiki/スーパー・マリオ'],
  ['https://ja.wikipedia.org/wiki/マリオ・', 'https://ja.wikipedia.org/wiki/マリオ'],
  ['https://example.com/a・https://example.com', 'https://example.com/a', 'https://example.com'],
  ['https://he.wikipedia.org/wiki/צה״ל', 'https://he.wikipedia.org/wiki/צה״ל'],
  ['https://he.wikipedia.org/wiki/ג׳ירפה', 'https://he.wikipedia.org/wiki/ג׳ירפה'],
  ['״https://he.wikipedia.org/wiki/אבא״', 'https://he.wikipedia.org/wiki/אבא'],
  ['https://t.me/+abc_ and', 'https://t.me/+abc_'],
  ['https://t.me/__init__', 'https://t.me/__init__'],
  ['snake_case https://t.me/abc_.', 'https://t.me/abc_'],
  ['_see https://t.me/abc_', 'https://t.me/abc'],
  ['so __see https://t.me/abc__', 'https://t.me/abc'],
  ['https://example.com_', 'https://example.com'],
  ['https://good.com,evil.com', 'https://good.com'],
  ["https://example.com's page", 'https://example.com'],
  ['https://good.com;evil.com/x', 'https://good.com'],
  ['https://good.com(evil.com)/x', 'https://good.com'],
  ['https://good.com,x@evil.com', 'https://good.com'],
  ['https://good.com!.evil.com', 'https://good.com'],
  ['https://good.com*evil.com?x', 'https://good.com'],
  ['https://good.com.,evil.com', 'https://good.com'],
  ['https://good.com/a,b;c!d', 'https://good.com/a,b;c!d'],
  ['https://hi.wikipedia.org/wiki/हिन्दी', 'https://hi.wikipedia.org/wiki/हिन्दी'],
  ['https://example.com🎉 yes', 'https://example.com'],
  ['https://example.com/x→', 'https://example.com/x'],
  ['https://localhost:5001。', 'https://localhost:5001'],
  ['https://[2001:db8::1]:8080/x', 'https://[2001:db8::1]:8080/x'],
  ['https://192.0.2.1:80/?u=a@b', 'https://192.0.2.1:80/?u=a@b'],
  ['https://medium.com/@ann', 'https://medium.com/@ann'],
  ['mailto:ada@example.com.', 'mailto:ada@example.com'],
])('[VW82] %s has the link that its readers see', (text, ...expected) => {
  expect(addresses(text)).toEqual(expected)
})

test.each([
  'https://www.paypal.com@evil.example',
  'https://www.paypal.com:443@evil.example/x',
  'https://www.paypal.com%2F@evil.example',
  'https://user:secret@example.com',
  'https://evil.com\\@good.com',
  'https://evil.com\\.good.com',
  'https://a.example\u200B.evil.example',
  'https://a.example\u00AD.evil.example',
  'https://a.example\u202Emoc.elpmaxe',
  'https://google.com\u2044evil.example',
  'https://google.com\u2215evil.example',
  'https://i❤.ws',
  'https:///evil.example',
  'https://',
  'https://example.com:99999',
  'https://%00.example',
  'mailto:ada@аррӏе.com',
  'mailto:nobody',
  'mailto:victim@good.com@evil.com',
  'https://https://evil.com',
  'git+https://example.com',
  'view-source:https://example.com',
])('[VW83] %j is no link', text => {
  expect(linkify(text)).toEqual(text ? [{ text }] : [])
})

test.each([
  ['https://аррӏе.com/login', 'https://xn--80ak6aa92e.com/login'],
  ['https://gооgle.com', 'https://xn--ggle-55da.com'],
  ['https://ɢoogle.com', 'https://xn--oogle-wmc.com'],
  ['https://раураӏ.com', 'https://xn--80aa0cbo65f.com'],
  ['https://ｅｘａｍｐｌｅ.com', 'https://example.com'],
  ['https://evil%2Ecom/', 'https://evil.com/'],
  ['https://0x7f.1/', 'https://127.0.0.1/'],
  ['https://2130706433/', 'https://127.0.0.1/'],
  ['https://ǃevil.com', 'https://xn--evil-flb.com'],
  ['https://googIe.com/I', 'https://googie.com/I'],
  ['https://PayPaI.com:80', 'https://paypai.com:80'],
  ['HTTPS://EXAMPLE.COM', 'HTTPS://example.com'],
  ['https://36๐.cn', 'https://xn--36-fxi.cn'],
  ['https://1一1.com', 'https://xn--11-vu2c.com'],
  ['https://10ー1.com', 'https://xn--101-us4b.com'],
  ['https://paypаl.онлайн', 'https://xn--paypl-7ve.xn--80asehdb'],
  ['https://раураl.рф', 'https://xn--l-7sba6dbr.xn--p1ai'],
  ['https://сoсa.рф', 'https://xn--oa-nmcb.xn--p1ai'],
  ['https://apþle.com', 'https://xn--aple-csa.com'],
  ['https://żółw.pl:8080/x', 'https://xn--w-uga1v8h.pl:8080/x'],
])('[VW83] %s shows the host that is visited', (text, shown) => {
  expect(addresses(text)).toEqual([shown])
})

test.each([
  'https://münchen.de/x',
  'https://例え.jp/テスト',
  'https://пример.рф',
  'https://кто.рф/x',
  'https://δοκιμή.gr',
  'https://مثال.إختبار',
  'https://דוגמה.il',
  'https://ไทย.com',
  'https://한국.kr',
  'https://उदाहरण.भारत',
  'https://xn--80ak6aa92e.com',
])('[VW83] %s is shown as it was written', text => {
  expect(addresses(text)).toEqual([text])
})

test('[VW83] whatever is written, a link shows the host that it leads to', () => {
  const parts = fc.array(
    fc.constantFrom(
      ...'https:// http:// mailto: paypal.com evil.example аррӏе münchen @ : / \\ . ? # % %2F %40 ／ ＠ 。 ( ) [ ] 1 \u200b \u202e ❤ é ⁄'.split(
        ' ',
      ),
      ' ',
      '\n',
    ),
    { maxLength: 14 },
  )
  fc.assert(
    fc.property(parts, all => {
      for (const [shown = '', href = ''] of links(all.join(''))) {
        if (shown.toLowerCase().startsWith('mailto:')) continue
        const [, host = ''] = /^https?:\/\/([^/?#]*)/i.exec(shown) ?? []
        expect(host).not.toMatch(/[@\\%]/)
        const url = new URL(href)
        expect(url.username + url.password).toBe('')
        expect(new URL(`https://${host}`).hostname).toBe(url.hostname)
        if (/^[!-~]*$/.test(host)) expect(host.toLowerCase().replace(/:\d*$/, '')).toBe(url.hostname)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('[VW82] each character is looked at once, and of thousands of links five hundred are made', () => {
  const many = linkify('https://a.bc '.repeat(5_000))
  expect(many.filter(piece => piece.href)).toHaveLength(500)
  expect(many.map(piece => piece.text).join('')).toBe('https://a.bc '.repeat(5_000))
  for (const text of [
    `https://a.example/${'('.repeat(2_000)}${')'.repeat(20_000)}`,
    `https://a.example/${'x'.repeat(60_000)}`,
    `https://a.example/${'.'.repeat(60_000)}`,
    'https://a)'.repeat(6_000),
    'https://a@b'.repeat(6_000),
    `https://a.bc${'中'.repeat(30_000)}`,
    'mailto:'.repeat(9_000),
    `https://a.example/${'_'.repeat(60_000)}`,
    `_x https://a.example/${'_'.repeat(60_000)}`,
    `https://a.example${','.repeat(60_000)}`,
    `https://a.example${',_'.repeat(30_000)}@`,
    'https://a.b_ '.repeat(5_000),
    'https://a.bc❤'.repeat(5_000),
  ]) {
    expect(
      linkify(text)
        .map(piece => piece.text)
        .join(''),
    ).toBe(text)
  }
})
