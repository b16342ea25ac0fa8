import { describe, expect, test } from 'vitest'
import type { SessionOptions } from '../../../../../server/app/identity/session-options.ts'
import { Sessions } from '../../../../../server/app/identity/sessions.ts'
import type { Random } from '../../../../../server/ports/random.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

function counted(): Random {
  let n = 0
  return { id: () => `id${++n}`, token: () => `token${++n}` }
}

function setUp(options: Partial<SessionOptions> = {}) {
  const clock = new VirtualClock()
  const ended: string[] = []
  const sessions = new Sessions(clock, counted(), { idleMs: HOUR, absoluteMs: 3 * HOUR, ...options }, session =>
    ended.push(session.user.name),
  )
  const login = (name: string) => {
    const result = sessions.login(name)
    if (!result.ok) throw new Error(result.refusal.code)
    return result.login
  }
  const refusalOf = (name: string) => {
    const result = sessions.login(name)
    return result.ok ? undefined : result.refusal.code
  }
  const attach = (token: string) => {
    const ends: string[] = []
    const attached = sessions.attach(token, { end: (code, reason) => ends.push(`${code} ${reason}`) })
    return { attached, ends }
  }
  const connect = (token: string) => {
    const { attached, ends } = attach(token)
    if (!attached.ok) throw new Error(attached.refusal.code)
    return { ...attached, ends }
  }
  return { clock, sessions, ended, login, refusalOf, attach, connect }
}

test('[SE1] each login is a guest with a user id and a token of its own', () => {
  const { login, clock } = setUp()
  const first = login('  Ana ')
  const second = login('Bob')
  expect(first).toEqual({
    token: expect.any(String),
    user: { id: expect.stringMatching(/^g:./), name: 'Ana', guest: true },
    expiresAt: clock.now() + HOUR,
  })
  expect(second.user.id).not.toBe(first.user.id)
  expect(second.token).not.toBe(first.token)
})

test('[SE1] the same name gets a new user id at the next login', () => {
  const { login, sessions } = setUp()
  const first = login('Ana')
  expect(sessions.logout(first.token)).toBeInstanceOf(Promise)
  expect(login('Ana').user.id).not.toBe(first.user.id)
})

test('[SE2] a token that was never given out, is empty or is huge opens nothing', () => {
  const { login, attach, sessions } = setUp()
  const { token } = login('Ana')
  for (const wrong of ['', 'x', `${token}x`, token.toUpperCase(), 'x'.repeat(1_000_000)]) {
    expect(attach(wrong).attached).toMatchObject({ ok: false, refusal: { code: 'unauthorized', retryable: false } })
    expect(sessions.logout(wrong)).toBeUndefined()
  }
})

describe('names', () => {
  test('[UN6] a wrong, a reserved and a held name are refused, each by its code', () => {
    const { login, refusalOf } = setUp()
    login('Ivan')
    expect(refusalOf('')).toBe('invalid_username')
    expect(refusalOf('Admin')).toBe('username_taken')
    expect(refusalOf('IVAN')).toBe('username_taken')
    expect(refusalOf('lvan')).toBe('username_taken')
    expect(refusalOf('Ӏvan')).toBe('username_taken')
    expect(refusalOf('Ivana')).toBeUndefined()
  })

  test('[SE3] a name is held for 60 s after the login, then free', () => {
    const { login, refusalOf, clock } = setUp()
    login('Ana')
    clock.advance(MINUTE - 1)
    expect(refusalOf('ana')).toBe('username_taken')
    clock.advance(1)
    expect(refusalOf('ana')).toBeUndefined()
  })

  test('[SE3] a name is held while its session has a socket, and for 60 s after the last one', () => {
    const { login, refusalOf, connect, clock } = setUp()
    const { token } = login('Ana')
    const one = connect(token)
    const two = connect(token)
    clock.advance(2 * MINUTE)
    one.detach()
    clock.advance(2 * MINUTE)
    expect(refusalOf('Ana')).toBe('username_taken')
    two.detach()
    clock.advance(MINUTE - 1)
    expect(refusalOf('Ana')).toBe('username_taken')
    clock.advance(1)
    expect(refusalOf('Ana')).toBeUndefined()
  })

  test('[SE3] detaching twice does not hold the name longer', () => {
    const { login, refusalOf, connect, clock } = setUp()
    const socket = connect(login('Ana').token)
    socket.detach()
    clock.advance(MINUTE - 1)
    socket.detach()
    clock.advance(1)
    expect(refusalOf('Ana')).toBeUndefined()
  })

  test('[SE4] a session that comes back to a name taken since is refused once, and over', () => {
    const { login, attach, clock, sessions, ended } = setUp()
    const { token } = login('Ana')
    clock.advance(MINUTE)
    login('ANA')
    expect(attach(token).attached).toMatchObject({ ok: false, refusal: { code: 'username_taken' } })
    expect(attach(token).attached).toMatchObject({ ok: false, refusal: { code: 'unauthorized' } })
    expect(sessions.size).toBe(1)
    expect(ended).toEqual(['Ana'])
  })

  test('[SE4] a session that comes back to its free name holds it again', () => {
    const { login, connect, refusalOf, clock } = setUp()
    const { token } = login('Ana')
    clock.advance(10 * MINUTE)
    connect(token)
    expect(refusalOf('Ana')).toBe('username_taken')
  })
})

describe('the end of a session', () => {
  test('[SE5] it ends when it was not used for the idle time', () => {
    const { login, attach, clock, sessions } = setUp()
    const { token } = login('Ana')
    clock.advance(HOUR - 1)
    expect(attach(token).attached.ok).toBe(true)
    const other = login('Bob')
    clock.advance(HOUR)
    expect(attach(other.token).attached).toMatchObject({ ok: false, refusal: { code: 'unauthorized' } })
    expect(sessions.size).toBe(1)
  })

  test('[SE5] using it moves the end, which never passes the absolute end', () => {
    const { login, connect, clock, sessions } = setUp()
    const start = clock.now()
    const { token, expiresAt } = login('Ana')
    expect(expiresAt).toBe(start + HOUR)
    clock.advance(HOUR / 2)
    const socket = connect(token)
    expect(sessions.find(token)?.expiresAt).toBe(start + 1.5 * HOUR)
    clock.advance(2 * HOUR)
    socket.detach()
    expect(sessions.find(token)?.expiresAt).toBe(start + 3 * HOUR)
  })

  test('[SE6] a socket keeps it alive past the idle time, and is closed with 4005 at the absolute end', () => {
    const { login, connect, attach, clock, ended } = setUp()
    const { token } = login('Ana')
    const socket = connect(token)
    clock.advance(3 * HOUR - 1)
    expect(socket.ends).toEqual([])
    clock.advance(15_001)
    expect(socket.ends).toEqual(['4005 session expired'])
    expect(ended).toEqual(['Ana'])
    expect(attach(token).attached.ok).toBe(false)
    socket.detach()
  })

  test('[SE7] logout closes its sockets with 4501, frees the name and kills the token', () => {
    const { login, connect, attach, refusalOf, sessions } = setUp()
    const { token } = login('Ana')
    const sockets = [connect(token), connect(token)]
    expect(sessions.logout(token)).toBeInstanceOf(Promise)
    expect(sockets.map(socket => socket.ends)).toEqual([['4501 logged out'], ['4501 logged out']])
    expect(attach(token).attached.ok).toBe(false)
    expect(sessions.logout(token)).toBeUndefined()
    expect(refusalOf('Ana')).toBeUndefined()
  })

  test('[SE7] a socket that detaches while it is ended does no harm', () => {
    const { login, sessions } = setUp()
    const { token } = login('Ana')
    const detaches: (() => void)[] = []
    for (const _ of [1, 2]) {
      const attached = sessions.attach(token, { end: () => detaches.forEach(detach => void detach()) })
      if (attached.ok) detaches.push(attached.detach)
    }
    sessions.logout(token)
    expect(sessions.size).toBe(0)
  })

  test('[SE7] a session that lost its name keeps off the name of the other when it ends', () => {
    const { login, refusalOf, sessions, clock } = setUp()
    const old = login('Ana')
    clock.advance(MINUTE)
    login('Ana')
    sessions.logout(old.token)
    expect(refusalOf('Ana')).toBe('username_taken')
  })
})

describe('the cap', () => {
  test('[SE8] the longest unused session makes room', () => {
    const { login, attach, connect, clock, sessions } = setUp({ cap: 3 })
    const [a, b, c] = [login('A1'), login('B1'), login('C1')]
    clock.advance(MINUTE)
    connect(a.token).detach()
    clock.advance(MINUTE)
    login('D1')
    expect(sessions.size).toBe(3)
    expect(attach(b.token).attached.ok).toBe(false)
    for (const { token } of [a, c]) expect(attach(token).attached.ok).toBe(true)
  })

  test('[SE8] nobody with a socket or a held name has to go: the login is refused instead', () => {
    const { login, connect, refusalOf, clock } = setUp({ cap: 2 })
    const a = login('A1')
    login('B1')
    expect(refusalOf('C1')).toBe('unavailable')
    connect(a.token)
    clock.advance(MINUTE)
    expect(refusalOf('C1')).toBeUndefined()
    clock.advance(MINUTE)
    expect(refusalOf('D1')).toBeUndefined()
    expect(refusalOf('E1')).toBe('unavailable')
  })

  test('[SE8] ended sessions leave nothing behind, and stopping ends the timer', () => {
    const { login, clock, sessions } = setUp({ cap: 1_000 })
    for (let i = 0; i < 1_000; i++) login(`user ${i}`)
    clock.advance(HOUR + 15_000)
    expect(sessions.size).toBe(0)
    sessions.stop()
    expect(clock.pending).toBe(0)
  })
})

test('[SE277] a socket that says its token once more is ended with its login, though it is let go of once', () => {
  const { sessions, login } = setUp()
  const { token } = login('ann')
  const ends: string[] = []
  const socket = { end: (_: number, reason: string) => ends.push(reason) }
  const [before, again] = [sessions.attach(token, socket), sessions.attach(token, socket)]
  if (!before.ok || !again.ok) throw new Error('not attached')
  before.detach()
  void sessions.logout(token)
  expect(ends).toEqual(['logged out'])
})
