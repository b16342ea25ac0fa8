import { expect, test } from 'vitest'
import { Sessions } from '../../../../../server/app/identity/sessions.ts'
import type { SessionStore, StoredSession } from '../../../../../server/ports/session-store.ts'
import { settle, VirtualClock } from '../../../../support/virtual-clock.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Logins that are kept in memory, as long as it does not fail. */
class Shelf implements SessionStore {
  readonly kept = new Map<string, StoredSession>()
  failing = false
  sessions = async () => [...this.kept.values()]
  readonly lingers: (number | undefined)[] = []
  keepSession = async (session: StoredSession, lingerMs?: number) => {
    this.lingers.push(lingerMs)
    if (this.failing) throw new Error('no')
    this.kept.set(session.tokenHash, session)
  }
  dropSessions = async (hashes: readonly string[]) => {
    if (this.failing) throw new Error('no')
    for (const hash of hashes) this.kept.delete(hash)
  }
}

function world() {
  const clock = new VirtualClock()
  const shelf = new Shelf()
  let ids = 0
  const random = { id: () => `id${++ids}`, token: () => `token${++ids}` }
  const start = () => {
    const sessions = new Sessions(clock, random, { idleMs: HOUR, absoluteMs: 3 * HOUR }, () => {}, shelf)
    sessions.restore([...shelf.kept.values()])
    const login = async (name: string) => {
      const result = sessions.login(name)
      if (!result.ok) throw new Error(result.refusal.code)
      await result.kept
      return result.login
    }
    const refusal = (name: string) => {
      const result = sessions.login(name)
      return result.ok ? undefined : result.refusal.code
    }
    const attach = (token: string) => {
      const attached = sessions.attach(token, { end() {} })
      return attached.ok ? attached : attached.refusal.code
    }
    return { sessions, login, refusal, attach }
  }
  return { clock, shelf, start }
}

test('[SE9] a token works after a restart, and its name is held for 60 s from the start', async () => {
  const { clock, start } = world()
  const { token, user } = await start().login('Ana')
  clock.advance(50 * MINUTE)
  const { attach, refusal } = start()
  clock.advance(MINUTE - 1)
  expect(refusal('ana')).toBe('username_taken')
  expect(attach(token)).toMatchObject({ identity: { user } })
})

test('[SE9] a name nobody comes back for may be taken 60 s after the start, and the old token is over then', async () => {
  const { clock, start } = world()
  const { token } = await start().login('Ana')
  const { attach, login } = start()
  clock.advance(MINUTE)
  const taken = await login('АNA')
  expect(attach(token)).toBe('username_taken')
  await settle()
  const later = start()
  expect(later.attach(token)).toBe('unauthorized')
  expect(later.attach(taken.token)).toMatchObject({ ok: true })
})

test('[SE10] a logout is kept, also when the store could not take it at once', async () => {
  const { clock, shelf, start } = world()
  const first = start()
  const [ana, bob] = [await first.login('Ana'), await first.login('Bob')]
  expect(await first.sessions.logout(ana.token)).toBe(true)
  shelf.failing = true
  expect(await first.sessions.logout(bob.token)).toBe(false)
  expect(first.attach(bob.token)).toBe('unauthorized')
  shelf.failing = false
  await clock.run(20_000)
  const { attach } = start()
  expect([attach(ana.token), attach(bob.token), shelf.kept.size]).toEqual(['unauthorized', 'unauthorized', 0])
})

test('[SE10] a login that could not be kept is over', async () => {
  const { shelf, start } = world()
  const { sessions, attach } = start()
  shelf.failing = true
  const result = sessions.login('Ana')
  if (!result.ok) throw new Error('refused')
  expect(await result.kept).toBe(false)
  expect(attach(result.login.token)).toBe('unauthorized')
})

test('[SE10] sessions that expired meanwhile are dropped at the start; use is remembered', async () => {
  const { clock, shelf, start } = world()
  const first = start()
  const [idle, used] = [await first.login('Idle'), await first.login('Used')]
  first.attach(used.token)
  await clock.run(55 * MINUTE)
  first.sessions.stop()
  clock.advance(6 * MINUTE)
  const second = start()
  await settle()
  expect([second.attach(idle.token), second.sessions.size, shelf.kept.size]).toEqual(['unauthorized', 1, 1])
  expect(second.attach(used.token)).toMatchObject({ ok: true })
})

test('[SE11] of two sessions with one name the one that took it last has it after a restart', async () => {
  for (const back of [false, true]) {
    const { clock, start } = world()
    const first = start()
    const old = await first.login('Ana')
    clock.advance(MINUTE)
    const since = await first.login('Ana')
    clock.advance(MINUTE)
    // the first one takes its name again
    if (back) {
      const attached = first.attach(old.token)
      if (typeof attached === 'string') throw new Error(attached)
      attached.detach()
      await settle()
    }
    clock.advance(MINUTE)
    const { attach } = start()
    const [owner, other] = back ? [old, since] : [since, old]
    expect(attach(other.token)).toBe('username_taken')
    expect(attach(owner.token)).toMatchObject({ ok: true })
  }
})

test('[SE12] a login alone is kept at once; those that come while one is being kept wait for each other', async () => {
  const { shelf, start } = world()
  const { login } = start()
  await Promise.all([login('Ana'), login('Ben'), login('Cleo')])
  shelf.failing = true
  await login('Dora')
  shelf.failing = false
  await login('Emil')
  expect(shelf.lingers).toEqual([0, 20, 20, 0, 0])
})

const stored = (n: number, usedAt: number): StoredSession => {
  const name = `user ${n.toString(36)}`
  return { tokenHash: `hash${n}`, id: `s${n}`, user: { id: `u${n}`, name }, endsAt: usedAt + HOUR, usedAt, namedAt: n }
}

/** The CPU time of so many starts on so many logins, half of them expired. ms. */
function cpuOf(starts: number, logins: number): number {
  const { clock, shelf } = world()
  const now = clock.now()
  const sessions = Array.from({ length: logins }, (_, n) => stored(n, n % 2 ? now : now - 2 * HOUR))
  const from = process.cpuUsage()
  for (let n = 0; n < starts; n++) {
    const started = new Sessions(clock, { id: () => 'id', token: () => 'token' }, {}, () => {}, shelf)
    started.restore(sessions)
    started.stop()
  }
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1_000
}

test('[SE121] a start takes time in proportion to the logins', () => {
  cpuOf(10, 2_000)
  let ratio = Number.POSITIVE_INFINITY
  // what else this process does can only make it look worse; a search for each login makes it 60 and more
  for (let n = 0; n < 8 && ratio > 20; n++) ratio = Math.min(ratio, (10 * cpuOf(1, 60_000)) / cpuOf(10, 6_000))
  expect(ratio).toBeLessThanOrEqual(20)
})

test('[SE121] more logins than the cap leave those that were used last', async () => {
  const { clock, shelf } = world()
  for (let n = 0; n < 50; n++) shelf.kept.set(`hash${n}`, stored(n, clock.now() - 50 + n))
  const sessions = new Sessions(clock, { id: () => 'id', token: () => 'token' }, { cap: 20 }, () => {}, shelf)
  sessions.restore([...shelf.kept.values()])
  await settle()
  expect(sessions.size).toBe(20)
  expect([...shelf.kept.keys()]).toEqual(Array.from({ length: 20 }, (_, n) => `hash${30 + n}`))
})

test.each(['at the start', 'while it runs'])(
  '[SE122] 50,000 logins that expire %s are gone from the store within a minute, a few at a time between messages',
  async when => {
    const { clock, shelf } = world()
    const steps: number[] = []
    const drop = shelf.dropSessions
    shelf.dropSessions = async hashes => {
      steps.push(hashes.length)
      // it fails in the middle, too
      if (steps.length === 30) throw new Error('no')
      await drop(hashes)
    }
    const age = when === 'at the start' ? 2 * HOUR : HOUR - 5_000
    for (let n = 0; n < 50_000; n++) shelf.kept.set(`hash${n}`, stored(n, clock.now() - age))
    const ended: string[] = []
    const random = { id: () => 'id', token: () => 'token' }
    const sessions = new Sessions(clock, random, { idleMs: HOUR }, ({ id }) => void ended.push(id), shelf)
    sessions.restore([...shelf.kept.values()])
    for (let ms = 0; ms < 60_000; ms += 15_000) {
      await clock.run(15_000)
      await settle()
    }
    expect([sessions.size, shelf.kept.size]).toEqual([0, 0])
    expect(Math.max(...steps)).toBeLessThanOrEqual(500)
  },
)
