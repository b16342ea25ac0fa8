import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ask, askLogin } from '../support/ask.ts'
import { openSocket } from '../support/open-socket.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const MINUTE = 60_000

describe.each(['uws', 'ws'] as const)('sessions over %s', transport => {
  let server: StartedServer
  let clock: VirtualClock

  beforeEach(async () => {
    clock = new VirtualClock()
    server = await startServer({ transport, heartbeatMs: 300_000, sessionMaxMs: 2 * MINUTE }, { clock })
  })
  afterEach(async () => {
    const closed = server.close()
    await clock.run(10_000)
    await closed
  })

  const connect = async (token: string) => {
    const socket = await openSocket(server.wsUrl)
    socket.send({ type: 'connect', ref: 1, token, rooms: [{ room: 'lobby' }] })
    return { ...socket, reply: await socket.next(frame => frame.ref === 1) }
  }

  test('[SE4] one who comes back to a name taken since is told so, closed with 4501 and over', async () => {
    const old = (await askLogin(server.url, 'Ana')).json
    clock.advance(MINUTE)
    const since = await askLogin(server.url, 'АNA')
    expect(since.status).toBe(200)
    const first = await connect(old.token)
    expect(first.reply).toMatchObject({ type: 'error', code: 'username_taken', retryable: false })
    expect(await first.closed).toMatchObject({ code: 4501 })
    const second = await connect(old.token)
    expect(second.reply).toMatchObject({ type: 'error', code: 'unauthorized' })
    expect(await second.closed).toMatchObject({ code: 4501 })
    expect((await connect(since.json.token)).reply).toMatchObject({ type: 'ok', user: { name: 'АNA' } })
  })

  test('[SE6] a socket whose session is at its end is closed with 4005', async () => {
    const { token } = (await askLogin(server.url, 'Ana')).json
    const socket = await connect(token)
    expect(socket.reply.type).toBe('ok')
    await clock.run(2 * MINUTE + 15_000)
    expect(await socket.closed).toMatchObject({ code: 4005 })
    expect(socket.received.at(-1)).toMatchObject({ type: 'disconnect', code: 4005, retryable: true })
    expect((await connect(token)).reply).toMatchObject({ code: 'unauthorized' })
    expect((await askLogin(server.url, 'Ana')).status).toBe(200)
  })

  test('[SE7] who logs out is seen to leave at once, also when the socket was lost before', async () => {
    const [ana, bob] = await Promise.all(['Ana', 'Bob'].map(async name => (await askLogin(server.url, name)).json))
    const watcher = await connect(bob.token)
    const lost = await connect(ana.token)
    const hears = (type: string) =>
      expect.poll(() => {
        // presence goes out by the clock; in all, less than the grace of one who is lost
        clock.advance(20)
        return watcher.received.find(frame => frame.type === type)
      })
    await hears('user_joined').toMatchObject({ users: expect.arrayContaining([ana.user]), count: 2 })
    lost.socket.terminate()
    await expect
      .poll(async () => (await ask(`${server.url}/metrics`)).text, { timeout: 5_000 })
      .toMatch(/^chat_connections 1$/m)
    const headers = { authorization: `Bearer ${ana.token}` }
    expect((await ask(`${server.url}/logout`, { method: 'POST', headers })).status).toBe(204)
    await hears('user_left').toMatchObject({ users: [ana.user], count: 1 })
  })
})
