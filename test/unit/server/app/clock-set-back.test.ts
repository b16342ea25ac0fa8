import { describe, expect, test, vi } from 'vitest'
import { DEFAULT_HUB_RATES } from '../../../../server/app/hub-deps.ts'
import { Sessions } from '../../../../server/app/identity/sessions.ts'
import { steadyClock } from '../../../../server/app/steady-clock.ts'
import type { SessionStore, StoredSession } from '../../../../server/ports/session-store.ts'
import { HubHarness } from '../../../support/hub-harness.ts'
import { settle, VirtualClock } from '../../../support/virtual-clock.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const TERMS = { idleMs: HOUR, absoluteMs: 3 * HOUR }

/** Lets `clock` tell a time that is off by `ms`; its timers go on. */
function setBack(clock: VirtualClock, ms: number): void {
  const now = clock.now.bind(clock)
  vi.spyOn(clock, 'now').mockImplementation(() => now() - ms)
}

test('[LM10] with the clock set back messages are taken and told as before', async () => {
  const rates = {
    ...DEFAULT_HUB_RATES,
    sends: { burst: 2, perSecond: 1 },
    requests: { burst: 9, perSecond: 9 },
    opens: { burst: 9, perSecond: 9 },
  }
  const harness = new HubHarness({ rates })
  const ada = await harness.user('Ada', 'lobby')
  const bob = await harness.user('Bob', 'lobby')
  await ada.send('lobby', 'one', 'c1')
  await harness.pass(5_000)
  setBack(harness.clock, HOUR)
  bob.clear()
  expect(await ada.send('lobby', 'two', 'c2')).toMatchObject({ type: 'ok', seq: 2 })
  await harness.pass(100)
  expect(bob.of('new_message')).toHaveLength(1)
})

test('[LM10] with the clock set back who leaves is seen to leave, and typing ends', async () => {
  const harness = new HubHarness()
  const ada = await harness.user('Ada', 'lobby')
  const bob = await harness.user('Bob', 'lobby')
  const cleo = await harness.user('Cleo', 'lobby')
  await harness.pass(5_000)
  await ada.ask({ type: 'typing', room: 'lobby', active: true })
  cleo.socket.cut()
  await harness.pass(1_000)
  setBack(harness.clock, HOUR)
  await harness.pass(9_000)
  expect(bob.of('user_left')).toHaveLength(1)
  expect(bob.of('typing')).toMatchObject([{ active: true }, { active: false }])
})

test.each([-HOUR, -40 * DAY, HOUR, 40 * DAY])(
  '[LM10] durations take no notice of a clock set %i ms further; the time of day that clients are told does',
  async ms => {
    const clock = new VirtualClock(10_000)
    const steady = steadyClock(clock)
    clock.advance(100)
    expect(steady.now()).toBe(10_100)
    setBack(clock, -ms)
    expect(steady.now()).toBe(10_100)
    clock.advance(50)
    expect(steady.now()).toBe(10_150)

    const harness = new HubHarness()
    setBack(harness.clock, -ms)
    const client = harness.open()
    const { serverAt } = await client.ask({ type: 'connect', token: harness.login('Ada') })
    expect(serverAt).toBe(harness.clock.now())
  },
)

describe.each([-HOUR, -40 * DAY, HOUR, 40 * DAY])('with the clock set %i ms further', ms => {
  const world = () => {
    const clock = new VirtualClock()
    let ids = 0
    const random = { id: () => `id${++ids}`, token: () => `token${++ids}` }
    const kept = new Map<string, StoredSession>()
    const store: SessionStore = {
      sessions: async () => [...kept.values()],
      keepSession: async session => void kept.set(session.tokenHash, session),
      dropSessions: async hashes => {
        for (const hash of hashes) kept.delete(hash)
      },
    }
    const sessions = new Sessions(clock, random, TERMS, () => {}, store)
    const login = (name: string) => {
      const result = sessions.login(name)
      return result.ok ? result.login : result.refusal.code
    }
    return { clock, random, kept, store, sessions, login }
  }

  test('[SE120] a name is held for as long as ever, and no longer', () => {
    const { clock, sessions, login } = world()
    const { token } = login('Ada') as { token: string }
    const attached = sessions.attach(token, { end() {} })
    if (!attached.ok) throw new Error(attached.refusal.message)
    attached.detach()
    setBack(clock, -ms)
    clock.advance(59_999)
    expect(login('ada')).toBe('username_taken')
    clock.advance(1)
    expect(login('ada')).toMatchObject({ token: expect.any(String) })
  })

  test('[SE120] a login lasts as long as ever, and its end is told as a time of day', () => {
    const { clock, sessions, login } = world()
    const { token } = login('Ada') as { token: string }
    setBack(clock, -ms)
    const later = login('Bob') as { token: string; expiresAt: number }
    expect(later.expiresAt).toBe(clock.now() + TERMS.idleMs)
    clock.advance(TERMS.idleMs - 1)
    const attached = sessions.attach(token, { end() {} })
    expect(attached.ok).toBe(true)
    expect(sessions.size).toBe(2)
    clock.advance(20_000)
    expect(sessions.size).toBe(1)
  })

  test('[SE120] what is kept is a time of day, so that a restart goes on with it', async () => {
    const { clock, random, kept, store, sessions, login } = world()
    login('Ada')
    setBack(clock, -ms)
    const { token } = login('Bob') as { token: string }
    await settle()
    sessions.stop()
    const after = new Sessions(clock, random, TERMS, () => {}, store)
    after.restore([...kept.values()])
    clock.advance(TERMS.idleMs - 60_000)
    expect(after.attach(token, { end() {} }).ok).toBe(true)
    clock.advance(TERMS.absoluteMs)
    await settle()
    expect([after.size, kept.size]).toEqual([0, 0])
  })
})

test('[SE4] after a restart a name is whose login took it last, although the clock was set back in between', () => {
  const clock = new VirtualClock()
  const kept = new Map<string, StoredSession>()
  const store: SessionStore = {
    sessions: async () => [...kept.values()],
    keepSession: async session => {
      kept.set(session.tokenHash, session)
    },
    // what ended could not be taken away before the process was killed
    dropSessions: async () => {},
  }
  let ids = 0
  const random = { id: () => `id${++ids}`, token: () => `token${++ids}` }
  const start = () => new Sessions(clock, random, {}, () => {}, store)
  const before = start()
  const login = () => {
    const result = before.login('Ada')
    if (!result.ok) throw new Error(result.refusal.message)
    return result.login.token
  }
  before.logout(login())
  setBack(clock, HOUR)
  const token = login()
  const after = start()
  after.restore([...kept.values()])
  expect(after.attach(token, { end() {} })).toMatchObject({ ok: true })
})
