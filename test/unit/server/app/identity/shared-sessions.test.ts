import { describe, expect, test } from 'vitest'
import { LogUnavailable } from '../../../../../server/ports/room-log.ts'
import { HOUR, MINUTE, SessionNodes } from '../../../../support/redis/session-nodes.ts'
import { settle } from '../../../../support/virtual-clock.ts'

async function setUp() {
  const nodes = new SessionNodes()
  return { nodes, clock: nodes.clock, a: await nodes.start('a'), b: await nodes.start('b'), c: await nodes.start('c') }
}

describe('tokens', () => {
  test('[RE90] a token of one node counts on every node, also when the first is gone', async () => {
    const { a, b, c } = await setUp()
    const { token, user } = await a.login('Ana')
    const on = await b.connect(token)
    expect(on.identity).toMatchObject({ user, role: 'guest' })
    expect((await c.sessions.find(token))?.id).toBe(on.identity.id)
    await a.die()
    expect(await c.code(token)).toBe('ok')
    for (const wrong of ['', 'x', `${token}x`, 'x'.repeat(1_000_000)]) expect(await b.code(wrong)).toBe('unauthorized')
  })

  test('[RE90] a node keeps only who is connected to it, and nothing is read at its start', async () => {
    const { nodes, a, b } = await setUp()
    const { token } = await a.login('Ana')
    const socket = await b.connect(token)
    const late = await nodes.start('late')
    expect([a.sessions.size, b.sessions.size, late.sessions.size]).toEqual([0, 1, 0])
    socket.detach()
    await settle()
    expect([b.sessions.size, b.sessions.held()]).toEqual([0, { logins: 0, names: 0, ends: 0 }])
    expect(await late.code(token)).toBe('ok')
  })

  test('[RE90] a login ends when it was not used for the idle time, on whatever node', async () => {
    const { clock, a, b } = await setUp()
    const { token } = await a.login('Ana')
    const { token: unused } = await a.login('Unused')
    await clock.run(HOUR - 1)
    const socket = await b.connect(token)
    await clock.run(30 * MINUTE)
    socket.detach()
    await clock.run(HOUR - 1)
    expect([await a.code(token), await a.code(unused)]).toEqual(['ok', 'unauthorized'])
    await clock.run(15 * MINUTE)
    expect(await b.code(token)).toBe('ok')
    const late = await a.login('Late')
    await clock.run(HOUR)
    expect(await b.code(late.token)).toBe('unauthorized')
  })

  test('[RE90] at its absolute end the sockets of a login are closed on every node', async () => {
    const { clock, a, b } = await setUp()
    const { token, user } = await a.login('Ana')
    const [one, two] = [await a.connect(token), await b.connect(token)]
    await clock.run(3 * HOUR - MINUTE)
    expect([one.ends, two.ends]).toEqual([[], []])
    await clock.run(2 * MINUTE)
    expect([one.ends, two.ends]).toEqual([['4005 session expired'], ['4005 session expired']])
    expect([a.ended, b.ended, await b.code(token)]).toEqual([[user.id], [user.id], 'unauthorized'])
  })

  test('[RE97] what the store cannot tell is unavailable, and nothing of it is left behind', async () => {
    const { clock, a, b } = await setUp()
    const { token } = await a.login('Ana')
    b.engine.cut = true
    await expect(b.sessions.attach(token, { end() {} })).rejects.toThrow(LogUnavailable)
    await expect(b.sessions.find(token)).rejects.toThrow(LogUnavailable)
    await expect(b.sessions.login('Bob')).rejects.toThrow(LogUnavailable)
    b.engine.cut = false
    await clock.run(MINUTE + 15_000)
    expect([await a.refusal('ana'), await a.refusal('bob'), b.sessions.held().names]).toEqual([undefined, undefined, 0])
  })
})

describe('names', () => {
  test('[RE91] a name is held on all nodes while its login has a socket on any, and 60 s after the last one', async () => {
    const { clock, a, b, c } = await setUp()
    const { token } = await a.login('Ivan')
    expect([await b.refusal('IVAN'), await c.refusal('lvan')]).toEqual(['username_taken', 'username_taken'])
    const [one, two] = [await a.connect(token), await b.connect(token)]
    await clock.run(10 * MINUTE)
    one.detach()
    await clock.run(10 * MINUTE)
    expect(await c.refusal('Ivan')).toBe('username_taken')
    two.detach()
    await clock.run(MINUTE - 1)
    expect(await c.refusal('Ivan')).toBe('username_taken')
    await clock.run(1)
    expect(await c.refusal('Ivan')).toBeUndefined()
  })

  test('[RE91] a name is held for 60 s after the login', async () => {
    const { clock, a, b } = await setUp()
    await a.login('Ana')
    await clock.run(MINUTE - 1)
    expect(await b.refusal('ana')).toBe('username_taken')
    await clock.run(1)
    expect(await b.refusal('ana')).toBeUndefined()
  })

  test('[RE91] of two logins at once with names that look alike, one wins', async () => {
    const { a, b, c } = await setUp()
    for (const names of [
      ['Ana', 'ANA', 'АNA'],
      ['Ivan', 'lvan', 'Ӏvan'],
    ]) {
      const asked = [a, b, c].map((node, at) => node.refusal(names[at] ?? ''))
      const codes = await Promise.all(asked)
      expect(codes.filter(code => code === undefined)).toHaveLength(1)
      expect(codes.filter(code => code === 'username_taken')).toHaveLength(2)
    }
  })

  test('[RE92] a login that comes back to a name taken since is told so once, on whatever node, and is over', async () => {
    const { clock, a, b, c } = await setUp()
    const { token } = await a.login('Ana')
    await clock.run(MINUTE)
    const since = await b.login('ANA')
    expect(await c.code(token)).toBe('username_taken')
    await settle()
    expect([await c.code(token), await a.code(token), await b.code(token)]).toEqual(Array(3).fill('unauthorized'))
    expect(await a.code(since.token)).toBe('ok')
  })

  test('[RE92] a login that comes back to its free name holds it again', async () => {
    const { clock, a, b, c } = await setUp()
    const { token } = await a.login('Ana')
    await clock.run(10 * MINUTE)
    await b.connect(token)
    await clock.run(10 * MINUTE)
    expect(await c.refusal('Ana')).toBe('username_taken')
  })

  test('[RE93] the names of a node that is gone are free when its lease has ended, but for who is on another', async () => {
    const { clock, a, b, c } = await setUp()
    const [ana, bob] = [await a.login('Ana'), await a.login('Bob')]
    for (const { token } of [ana, bob]) await a.connect(token)
    await b.connect(bob.token)
    await clock.run(2 * MINUTE)
    await a.die()
    await clock.run(10_000)
    expect(await c.refusal('Ana')).toBe('username_taken')
    await clock.run(20_000)
    expect([await c.refusal('Ana'), await c.refusal('Bob')]).toEqual([undefined, 'username_taken'])
    expect([await c.code(ana.token), await c.code(bob.token)]).toEqual(['username_taken', 'ok'])
  })

  test('[RE93] a node that was away for longer than its lease gives up names that were taken since', async () => {
    const { clock, a, b, c } = await setUp()
    const [ana, bob] = [await a.login('Ana'), await a.login('Bob')]
    const [lost, stays] = [await a.connect(ana.token), await a.connect(bob.token)]
    await clock.run(2 * MINUTE)
    a.engine.cut = true
    await clock.run(30_000)
    const since = await b.connect((await b.login('ana')).token)
    a.engine.cut = false
    await clock.run(6_000)
    expect([lost.ends, stays.ends, since.ends]).toEqual([['4501 name taken'], [], []])
    expect([await c.refusal('Bob'), await c.refusal('Ana')]).toEqual(['username_taken', 'username_taken'])
  })

  test('[RE91] a socket that goes and comes at once keeps the name, and so does one whose end could not be told', async () => {
    const { clock, a, b } = await setUp()
    const { token } = await a.login('Ana')
    const first = await a.connect(token)
    first.detach()
    const between = await a.connect(token)
    // one comes while the last one goes
    const coming = a.connect(token)
    between.detach()
    const second = await coming
    await clock.run(2 * MINUTE)
    expect(await b.refusal('Ana')).toBe('username_taken')
    a.engine.cut = true
    second.detach()
    await clock.run(1_000)
    expect(a.sessions.held().names).toBe(1)
    a.engine.cut = false
    await clock.run(15_000)
    expect([a.sessions.held().names, await b.refusal('Ana')]).toEqual([0, 'username_taken'])
    await clock.run(MINUTE)
    expect(await b.refusal('Ana')).toBeUndefined()
  })
})

describe('ends', () => {
  test('[RE94] a logout ends the sockets on every node, and the token and the hold of the name', async () => {
    const { a, b, c } = await setUp()
    const { token, user } = await a.login('Ana')
    const sockets = [await a.connect(token), await b.connect(token)]
    expect(await c.sessions.logout(token)).toBe(true)
    expect(await Promise.all([a, b, c].map(node => node.code(token)))).toEqual(Array(3).fill('unauthorized'))
    expect(sockets.map(({ ends }) => ends)).toEqual([['4501 logged out'], ['4501 logged out']])
    expect([a.ended, b.ended, c.ended]).toEqual(Array(3).fill([user.id]))
    expect(await b.refusal('Ana')).toBeUndefined()
    expect(await c.sessions.logout(token)).toBeUndefined()
  })

  test('[RE94] a token is over at once also on a node that hears nothing, and its sockets when it hears again', async () => {
    const { a, b } = await setUp()
    const { token } = await a.login('Ana')
    const socket = await b.connect(token)
    b.engine.deaf = true
    expect(await a.sessions.logout(token)).toBe(true)
    await settle()
    expect(socket.ends).toEqual([])
    expect(await b.sessions.find(token)).toBeUndefined()
    b.engine.deaf = false
    b.engine.tell('lost')
    b.engine.tell('live')
    await settle()
    expect(socket.ends).toEqual(['4501 session ended'])
    expect([b.sessions.size, await b.code(token)]).toEqual([0, 'unauthorized'])
  })

  test('[RE94] who comes back with a dead token to a node that heard nothing is refused, and its other sockets end', async () => {
    const { a, b } = await setUp()
    const { token } = await a.login('Ana')
    const socket = await b.connect(token)
    b.engine.deaf = true
    await a.sessions.logout(token)
    expect(await b.code(token)).toBe('unauthorized')
    expect([socket.ends.length, b.sessions.size]).toEqual([1, 0])
  })

  test('[RE94] an end that the store does not take counts here at once, and everywhere when it does', async () => {
    const { clock, a, b } = await setUp()
    const { token } = await a.login('Ana')
    const [here, there] = [await a.connect(token), await b.connect(token)]
    a.engine.cut = true
    expect(await a.sessions.logout(token)).toBe(false)
    expect([here.ends, there.ends, a.sessions.held().ends]).toEqual([['4501 logged out'], [], 1])
    a.engine.cut = false
    await clock.run(15_000)
    expect([there.ends, await b.code(token), a.sessions.held().ends]).toEqual([['4501 logged out'], 'unauthorized', 0])
  })

  test('[RE95] the logins of an account are known on every node, ended singly and all, at most 50', async () => {
    const { clock, a, b, c } = await setUp()
    const logins = [await a.open('a:1'), await b.open('a:1')]
    const other = await b.open('a:2')
    const sockets = await Promise.all(logins.map(({ token }) => c.connect(token)))
    const all = await a.sessions.of('a:1')
    expect(all.map(({ id }) => id).sort()).toEqual(sockets.map(({ identity }) => identity.id).sort())
    const ofB = all.find(each => each.id === sockets[1]?.identity.id)
    expect(ofB && (await a.sessions.endOne(ofB))).toBe(true)
    await settle()
    expect(sockets.map(({ ends }) => ends)).toEqual([[], ['4501 session ended']])
    expect(await b.sessions.endOf(new Set(['a:1', 'a:3']))).toBe(true)
    await settle()
    expect([sockets[0]?.ends, await a.sessions.of('a:1')]).toEqual([['4501 session ended'], []])
    expect(await c.code(other.token)).toBe('ok')

    const many: string[] = []
    for (let n = 0; n < 52; n++) {
      many.push((await [a, b, c][n % 3]!.open('a:4')).token)
      clock.advance(10)
    }
    const living = await Promise.all(many.map(token => a.sessions.find(token)))
    expect(living.findIndex(each => each !== undefined)).toBe(2)
    expect(await b.sessions.of('a:4')).toHaveLength(50)
    await Promise.all([a.open('a:4'), b.open('a:4'), c.open('a:4')])
    expect(await c.sessions.of('a:4')).toHaveLength(50)
  })

  test('[RE96] a name that becomes an account’s is free on all nodes, but for who is spared', async () => {
    const { a, b, c } = await setUp()
    const { token, user } = await a.login('Ana')
    const socket = await b.connect(token)
    expect(await c.sessions.isNameHeld(['ana'], undefined)).toBe(true)
    expect(await c.sessions.isNameHeld(['ana'], await c.sessions.find(token))).toBe(false)
    await c.sessions.freeName(['ana'], userId => userId === user.id)
    await settle()
    expect(socket.ends).toEqual([])
    await c.sessions.freeName(['ana'], () => false)
    await settle()
    expect([socket.ends, await a.code(token)]).toEqual([['4501 name taken'], 'unauthorized'])
    expect(await c.sessions.isNameHeld(['ana'], undefined)).toBe(false)
  })

  test('[RE96] a guest who has become an account is over half a minute later, on whatever node they are', async () => {
    const { clock, a, b } = await setUp()
    const { token } = await a.login('Ana')
    const socket = await b.connect(token)
    const record = await a.sessions.find(token)
    if (record) a.sessions.endSoon(record)
    await clock.run(29_000)
    expect([socket.ends, await a.code(token)]).toEqual([[], 'ok'])
    await clock.run(16_000)
    expect([socket.ends, await a.code(token)]).toEqual([['4005 session expired'], 'unauthorized'])
  })
})

describe('after an outage', () => {
  test('[RE98] what a Redis that comes back empty has lost is written back for all who are connected', async () => {
    const { nodes, clock, a, b, c } = await setUp()
    const [ana, idle, account] = [await a.login('Ana'), await a.login('Idle'), await b.open('a:1')]
    const sockets = [await a.connect(ana.token), await b.connect(account.token), await b.connect(ana.token)]
    await clock.run(2 * MINUTE)
    nodes.server.restart(new Map())
    await clock.run(1_500)
    // until everybody has written back what was lost nobody is told that there is none
    await expect(c.sessions.attach(ana.token, { end() {} })).rejects.toThrow(LogUnavailable)
    await clock.run(6_000)
    expect([await c.code(ana.token), await c.code(account.token)]).toEqual(['ok', 'ok'])
    expect([await c.refusal('ana'), (await c.sessions.of('a:1')).length]).toEqual(['username_taken', 1])
    expect(sockets.map(({ ends }) => ends)).toEqual([[], [], []])
    await clock.run(20_000)
    expect(await c.code(idle.token)).toBe('unauthorized')
  })

  test('[RE98] of two that have one name then, the later one has it', async () => {
    const { nodes, clock, a, b, c } = await setUp()
    const first = await a.connect((await a.login('Ana')).token)
    // its claim is lost, and nobody notices
    for (const [key] of nodes.texts('}:n:')) nodes.server.redis.delete(key)
    clock.advance(10)
    const second = await b.connect((await b.login('ana')).token)
    for (const node of [a, b]) node.engine.tell('live')
    await settle()
    expect([first.ends, second.ends, await c.refusal('Ana')]).toEqual([['4501 name taken'], [], 'username_taken'])
  })

  test('[RE98] the later one has its name also when the earlier one was written back before', async () => {
    const { nodes, clock, a, b } = await setUp()
    const first = await a.connect((await a.login('Ana')).token)
    for (const [key] of nodes.texts('}:n:')) nodes.server.redis.delete(key)
    clock.advance(10)
    const second = await b.connect((await b.login('ana')).token)
    for (const [key] of nodes.texts('}:n:')) nodes.server.redis.delete(key)
    a.engine.tell('live')
    await settle()
    expect(first.ends).toEqual([])
    b.engine.tell('live')
    await settle()
    expect([first.ends, second.ends]).toEqual([['4501 name taken'], []])
  })

  test('[RE98] a login that has ended is not written back by a node that missed it', async () => {
    const { nodes, clock, a, b } = await setUp()
    const { token } = await a.login('Ana')
    const socket = await b.connect(token)
    b.engine.deaf = true
    await a.sessions.logout(token)
    nodes.server.restart()
    await clock.run(HOUR)
    expect(socket.ends).toEqual(['4501 session ended'])
    expect(await a.code(token)).toBe('unauthorized')
  })
})

test('[RE99] a change of a machine’s time ends no login and frees no name', async () => {
  const nodes = new SessionNodes()
  let leap = 0
  const a = await nodes.start('a')
  const b = await nodes.start('b', undefined, { now: () => nodes.clock.now() + leap })
  const { token } = await a.login('Ana')
  const socket = await b.connect(token)
  for (const by of [10 * HOUR, -10 * HOUR]) {
    leap = by
    await nodes.clock.run(20 * MINUTE)
    expect([await a.refusal('Ana'), socket.ends]).toEqual(['username_taken', []])
    expect([await a.code(token), await b.code(token)]).toEqual(['ok', 'ok'])
    await b.connect((await a.login(`New ${by}`)).token)
  }
  await nodes.clock.run(MINUTE)
  expect(a.lease.alive(b.lease.node)).toBe(true)
})

test('[RE99] a login costs two round trips, one that comes back where it was one', async () => {
  const nodes = new SessionNodes()
  let trips = 0
  const a = await nodes.start('a', engine => {
    const { view, commit } = engine
    let isOpen = false
    const counted = <T>(act: () => Promise<T>): Promise<T> => {
      // what is asked at once is on its way together
      if (!isOpen) trips++
      isOpen = true
      return settle().then(() => {
        isOpen = false
        return act()
      })
    }
    engine.view = (...args) => counted(() => view.apply(engine, args))
    engine.commit = (...args) => counted(() => commit.apply(engine, args))
    return engine
  })
  const count = async <T>(act: () => Promise<T>): Promise<[T, number]> => {
    const before = trips
    return [await act(), trips - before]
  }
  const [{ token }, login] = await count(() => a.login('Ana'))
  const [, account] = await count(() => a.open('a:1'))
  const [socket, first] = await count(() => a.connect(token))
  const [, second] = await count(() => a.connect(token))
  socket.detach()
  expect({ login, account, first, second }).toEqual({ login: 2, account: 2, first: 1, second: 1 })
})
