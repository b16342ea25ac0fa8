import { setMaxListeners } from 'node:events'
import { hash as argon2 } from '@node-rs/argon2'
import { beforeAll, describe, expect, test } from 'vitest'
import { argon2Hasher } from '../../../../../server/adapters/process/argon2-hasher.ts'
import type { PasswordHasher } from '../../../../../server/ports/password-hasher.ts'

const PASSWORD = 'correct horse battery'
const here = { address: '192.0.2.1' }

let hasher: PasswordHasher
beforeAll(async () => {
  hasher = await argon2Hasher()
})

async function hashOf(password: string): Promise<string> {
  const hashed = await hasher.hash(password, here)
  if (!hashed.ok) throw new Error(hashed.reason)
  return hashed.hash
}

/** The turns that the main thread has until the promise is settled. */
async function turnsDuring(promise: Promise<unknown>): Promise<number> {
  let over = false
  const settled = promise.finally(() => {
    over = true
  })
  let turns = 0
  for (; !over; turns++) await new Promise(resolve => setImmediate(resolve))
  await settled
  return turns
}

describe('passwords as hashes', () => {
  test('[SE200] a password matches its hash and no other; the hash says how it was made, and no two are the same', async () => {
    const [one, two] = await Promise.all([hashOf(PASSWORD), hashOf(PASSWORD)])
    expect(one).not.toBe(two)
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(await hasher.verify(PASSWORD, one, here)).toEqual({ ok: true, matches: true })
    expect(await hasher.verify(PASSWORD, two, here)).toEqual({ ok: true, matches: true })
    for (const wrong of [`${PASSWORD} `, PASSWORD.toUpperCase(), '', `${PASSWORD}\0`])
      expect(await hasher.verify(wrong, one, here)).toEqual({ ok: true, matches: false })
  })

  test('[SE200] one that was made in another way still counts, and is to be made anew', async () => {
    const older = await argon2(PASSWORD, { memoryCost: 8_192, timeCost: 3, parallelism: 1 })
    expect(await hasher.verify(PASSWORD, older, here)).toEqual({ ok: true, matches: true })
    expect(hasher.needsRehash(older)).toBe(true)
    expect(hasher.needsRehash('')).toBe(true)
    expect(hasher.needsRehash(await hashOf(PASSWORD))).toBe(false)
  })

  test.each(['', 'x', '$argon2id$', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$', PASSWORD])(
    '[SE200] what is no hash (%s) matches nothing',
    async hash => {
      expect(await hasher.verify(PASSWORD, hash, here)).toEqual({ ok: true, matches: false })
      expect(await hasher.verify('', hash, here)).toEqual({ ok: true, matches: false })
    },
  )

  test('[SE201] an unknown name and a broken hash cost as much as a known name', async () => {
    const known = await hashOf(PASSWORD)
    const least = {
      known: Number.POSITIVE_INFINITY,
      unknown: Number.POSITIVE_INFINITY,
      broken: Number.POSITIVE_INFINITY,
    }
    // by what it takes of a processor, in all threads: that does not depend on what else the machine does
    const weigh = async (kind: keyof typeof least, hash: string | undefined) => {
      const before = process.cpuUsage()
      expect(await hasher.verify('a wrong password', hash, here)).toEqual({ ok: true, matches: false })
      const { user, system } = process.cpuUsage(before)
      least[kind] = Math.min(least[kind], user + system)
    }
    for (let round = 0; round < 8; round++) {
      await weigh('known', known)
      await weigh('unknown', undefined)
      await weigh('broken', 'no hash')
    }
    for (const kind of ['unknown', 'broken'] as const) {
      expect(least[kind] / least.known).toBeGreaterThan(0.5)
      expect(least[kind] / least.known).toBeLessThan(2)
    }
  })

  test('[SE201] nobody has the password of an unknown name, not even an empty one', async () => {
    for (const password of ['', PASSWORD])
      expect(await hasher.verify(password, undefined, here)).toEqual({ ok: true, matches: false })
  })

  test('[SE202] the main thread goes on while a hash is made', async () => {
    expect(await turnsDuring(hasher.hash(PASSWORD, here))).toBeGreaterThan(3)
    expect(await turnsDuring(hasher.verify(PASSWORD, undefined, here))).toBeGreaterThan(3)
  })
})

describe('many at once', () => {
  /** Asks that many, none of which runs to its end: they are counted by what is answered at once, and dropped. */
  async function ask(crowd: { address: string; count: number }[]) {
    const signals = new AbortController()
    setMaxListeners(0, signals.signal)
    const reasons = new Map<string, string[]>(crowd.map(({ address }) => [address, []]))
    const all = crowd.flatMap(({ address, count }) =>
      Array.from({ length: count }, async () => {
        const answer = await hasher.verify(PASSWORD, undefined, { address, signal: signals.signal })
        reasons.get(address)?.push(answer.ok ? 'ran' : answer.reason)
      }),
    )
    await new Promise(resolve => setImmediate(resolve))
    const refused = (address: string) => reasons.get(address)?.filter(reason => reason === 'too_many').length
    const atOnce = crowd.map(({ address }) => refused(address))
    const ran = () => [...reasons.values()].flat().filter(reason => reason === 'ran').length
    // on a busy machine some may have ended by now, and others have taken their places
    const ended = ran()
    signals.abort()
    await Promise.all(all)
    return { atOnce, running: ran() - ended }
  }

  test('[SE203] two run and a hundred wait; what comes beyond is told so at once', async () => {
    const crowd = [28, 26, 26, 26].map((count, n) => ({ address: `192.0.2.${n}`, count }))
    const { atOnce, running } = await ask(crowd)
    expect(atOnce).toEqual([1, 1, 1, 1])
    expect(running).toBe(2)
  })

  test('[SE203] one address has a quarter of the places at most; others find a place beside it', async () => {
    const greedy = Array.from({ length: 6 }, (_, n) => ({ address: `greedy ${n}`, count: 500 }))
    const { atOnce } = await ask([...greedy, { address: 'other', count: 10 }])
    expect(atOnce[0]).toBe(500 - 27)
    expect(atOnce.at(-1)).toBe(0)
    expect(atOnce.reduce((sum: number, count) => sum + (count ?? 0), 0)).toBeGreaterThan(3_010 - 202)
  })

  test('[SE203] addresses have their turns: who asks for little does not wait for who asks for much', async () => {
    const signals = new AbortController()
    setMaxListeners(0, signals.signal)
    const greedy = Array.from({ length: 25 }, () =>
      hasher.verify(PASSWORD, undefined, { address: 'greedy', signal: signals.signal }),
    )
    expect(await hasher.verify(PASSWORD, undefined, { address: 'other' })).toEqual({ ok: true, matches: false })
    signals.abort()
    const ran = (await Promise.all(greedy)).filter(({ ok }) => ok)
    expect(ran.length).toBeLessThan(8)
  })

  test('[SE204] what waits is dropped when its caller is gone, and its place is free at once', async () => {
    const gone = new AbortController()
    setMaxListeners(0, gone.signal)
    const first = Array.from({ length: 27 }, () => hasher.hash(PASSWORD, { address: 'ann', signal: gone.signal }))
    expect(await hasher.hash(PASSWORD, { address: 'ann' })).toEqual({ ok: false, reason: 'too_many' })
    gone.abort()
    const next = hasher.hash(PASSWORD, { address: 'ann' })
    const answers = await Promise.all(first)
    expect(answers.filter(({ ok }) => ok)).toHaveLength(2)
    expect(answers.filter(answer => !answer.ok && answer.reason === 'gone')).toHaveLength(25)
    expect(await next).toMatchObject({ ok: true })
    expect(await hasher.hash(PASSWORD, { address: 'ann', signal: gone.signal })).toEqual({ ok: false, reason: 'gone' })
  })

  test('[SE204] after many that came and went everything works as before', async () => {
    for (let n = 0; n < 50; n++) {
      const caller = new AbortController()
      const answer = hasher.verify(PASSWORD, undefined, { address: `a${n % 7}`, signal: caller.signal })
      caller.abort()
      await answer
    }
    expect(await hasher.verify(PASSWORD, await hashOf(PASSWORD), here)).toEqual({ ok: true, matches: true })
  })
})
