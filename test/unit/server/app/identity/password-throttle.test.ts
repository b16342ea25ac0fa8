import { describe, expect, test } from 'vitest'
import { PasswordThrottle } from '../../../../../server/app/identity/password-throttle.ts'
import { clientAddress } from '../../../../../server/core/client-address.ts'

const HOUR = 3_600_000
const MINUTE = 60_000

interface Guess {
  name?: string
  address?: string
  known?: boolean
}

/** Wrong passwords, one after the other: how many were tried before one had to wait. */
function tried(throttle: PasswordThrottle, guesses: Iterable<Guess>, now = 0): number {
  let count = 0
  for (const { name = 'ann', address = '192.0.2.1', known = true } of guesses) {
    if (throttle.begin({ name, address, known }, now) > 0) return count
    count++
  }
  return count
}

const times = (count: number, guess: (n: number) => Guess = () => ({})) =>
  Array.from({ length: count }, (_, n) => guess(n))
const ann = { name: 'ann', address: '192.0.2.1', known: true }

describe('wrong passwords', () => {
  test('[SE208] for a name from an address 20 at once, then one a minute; who waits is told how long', () => {
    const throttle = new PasswordThrottle()
    expect(tried(throttle, times(100))).toBe(20)
    expect(throttle.begin(ann, 0)).toBe(MINUTE)
    expect(throttle.begin(ann, 20_000)).toBe(40_000)
    expect(throttle.begin(ann, MINUTE)).toBe(0)
    expect(throttle.begin(ann, MINUTE)).toBe(MINUTE)
  })

  test('[SE208] for a name from all addresses 200 at once, then 200 an hour', () => {
    const throttle = new PasswordThrottle()
    const anywhere = (n: number) => ({ address: `198.51.100.${n % 250}` })
    expect(tried(throttle, times(1_000, anywhere))).toBe(200)
    const wait = throttle.begin({ ...ann, address: '203.0.113.7' }, 0)
    expect(wait).toBe(18_000)
    expect(throttle.begin({ ...ann, address: '203.0.113.7' }, wait)).toBe(0)
    let later = 0
    for (let now = wait; now <= HOUR; now += 1_000)
      if (throttle.begin({ ...ann, address: `203.0.113.${now % 251}` }, now) === 0) later++
    expect(later).toBeLessThanOrEqual(200)
    expect(later).toBeGreaterThan(190)
  })

  test('[SE208] one who waits takes nothing from others, neither of the address nor of the name', () => {
    const throttle = new PasswordThrottle()
    tried(throttle, times(5_000))
    expect(
      tried(
        throttle,
        times(100, () => ({ address: '192.0.2.2' })),
      ),
    ).toBe(20)
    expect(
      tried(
        throttle,
        times(100, () => ({ name: 'bob' })),
      ),
    ).toBe(20)
    // 40 of the 200 were tried
    expect(
      tried(
        throttle,
        times(1_000, n => ({ address: `198.51.100.${n % 250}` })),
      ),
    ).toBe(160)
    expect(
      tried(
        throttle,
        times(100, () => ({ address: '192.0.2.3' })),
      ),
    ).toBe(0)
    expect(
      tried(
        throttle,
        times(100, () => ({ name: 'cleo', address: '192.0.2.3' })),
      ),
    ).toBe(20)
  })

  test('[SE208] who waits for the name’s sake uses up nothing of their own', () => {
    const throttle = new PasswordThrottle()
    tried(
      throttle,
      times(1_000, n => ({ address: `198.51.100.${n % 250}` })),
    )
    for (let n = 0; n < 100; n++) expect(throttle.begin(ann, 0)).toBe(18_000)
    expect(throttle.begin(ann, 18_000)).toBe(0)
  })

  test('[SE209] what is right does not count, however often', () => {
    const throttle = new PasswordThrottle()
    for (let n = 0; n < 10_000; n++) {
      expect(throttle.begin(ann, 0)).toBe(0)
      throttle.forgive(ann, 0)
    }
    expect(throttle.size).toBe(0)
    expect(tried(throttle, times(100))).toBe(20)
  })

  test('[SE209] a right one does not undo the wrong ones before it', () => {
    const throttle = new PasswordThrottle()
    expect(tried(throttle, times(19))).toBe(19)
    expect(throttle.begin(ann, 0)).toBe(0)
    throttle.forgive(ann, 0)
    expect(tried(throttle, times(100))).toBe(1)
  })

  test('[SE209] many at once are as few as one after the other', () => {
    const throttle = new PasswordThrottle()
    const begun = times(1_000).filter(() => throttle.begin(ann, 0) === 0)
    expect(begun).toHaveLength(20)
    // each of them was wrong: nothing is given back
    expect(throttle.begin(ann, 0)).toBeGreaterThan(0)
  })
})

describe('what evades nothing', () => {
  test.each([
    ['another case', ['ivan', 'IVAN', 'Ivan', 'iVaN']],
    ['spaces', ['ann lee', ' ann lee ', 'ann  lee', 'ann\u3000lee', 'ann\u00a0lee']],
    ['NFKC', ['ann', 'ａｎｎ', 'ⓐⓝⓝ', '𝐚𝐧𝐧']],
    ['letters of other scripts', ['paypo', 'раурo', 'рaypо', 'pаypo']],
    ['small capitals', ['anna', 'ᴀɴɴᴀ', 'Aɴɴa']],
    ['another order of marks', ['a\u0323\u0302b', 'a\u0302\u0323b', '\u1eadb']],
  ])('[SE208] an invented name in %s', (_, spellings) => {
    const throttle = new PasswordThrottle()
    expect(
      tried(
        throttle,
        times(1_000, n => ({ name: spellings[n % spellings.length] ?? '', known: false })),
      ),
    ).toBe(20)
  })

  test('[SE208] addresses of one IPv6 network, an IPv4 address in its mapped form, and a port', () => {
    const throttle = new PasswordThrottle()
    const network = times(500, n => ({ address: clientAddress(`2001:db8:0:7::${n.toString(16)}`, undefined, []) }))
    expect(tried(throttle, network)).toBe(20)
    const forms = ['192.0.2.9', '::ffff:192.0.2.9', '::FFFF:c000:209', '0:0:0:0:0:ffff:c000:0209']
    const one = times(500, n => ({ address: clientAddress(forms[n % 4] ?? '', undefined, []) }))
    expect(tried(throttle, one)).toBe(20)
  })

  test('[SE208] an address and a name that together read like others', () => {
    const throttle = new PasswordThrottle()
    expect(
      tried(
        throttle,
        times(100, () => ({ address: '192.0.2.1', name: '2 ann' })),
      ),
    ).toBe(20)
    expect(
      tried(
        throttle,
        times(100, () => ({ address: '192.0.2.12', name: 'ann' })),
      ),
    ).toBe(20)
  })

  test.each([
    ['an empty one', () => ''],
    ['much too long', (n: number) => 'x'.repeat(1_000 + n)],
    ['with what nobody sees', (n: number) => `ann${'\u200b'.repeat(1 + (n % 9))}`],
    ['with control characters', (n: number) => `ann${String.fromCharCode(n % 32)}`],
    ['with half a character', () => 'ann\ud800'],
  ])('[SE208] names that can be nobody’s are one: %s', (_, name) => {
    const throttle = new PasswordThrottle()
    expect(
      tried(
        throttle,
        times(1_000, n => ({ name: name(n), known: false })),
      ),
    ).toBe(20)
  })

  test('[SE210] no number of invented names makes what was tried for a real one forgotten', () => {
    const throttle = new PasswordThrottle()
    expect(
      tried(
        throttle,
        times(1_000, n => ({ address: `198.51.100.${n % 250}` })),
      ),
    ).toBe(200)
    for (let n = 0; n < 250_000; n++)
      throttle.begin({ name: `nobody${n}`, address: `a${n % 999}`, known: false }, 1_000)
    expect(throttle.begin({ ...ann, address: '203.0.113.9' }, 1_000)).toBe(17_000)
    expect(throttle.size).toBeLessThanOrEqual(400_000)
  })

  test('[SE210] a megabyte of name costs next to nothing', () => {
    const throttle = new PasswordThrottle()
    const from = performance.now()
    for (const text of ['a', '\ufdfa', '\u0301', '🦔'])
      for (let n = 0; n < 250; n++) throttle.begin({ name: text.repeat(500_000), address: `a${n}`, known: false }, 0)
    expect(performance.now() - from).toBeLessThan(2_000)
  })
})
