import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { accountRequests } from '../support/account-requests.ts'
import { startNodes } from '../support/nodes/start-nodes.ts'
import { RedisServer, redisIsThere } from '../support/redis/redis-server.ts'

describe.skipIf(!redisIsThere())('order on many nodes', () => {
  test('[RE165] who is banned on one node hears nothing and sends nothing on any a second after the answer', async () => {
    const redis = await RedisServer.start()
    onTestFinished(() => redis.remove())
    const nodes = await startNodes({ count: 3, redis, args: ['--auth', 'guest,password', '--log-level', 'warn'] })
    onTestFinished(() => nodes.remove())
    const [one, two, three] = nodes.all.map(({ url }) => accountRequests(url)) as [
      ReturnType<typeof accountRequests>,
      ReturnType<typeof accountRequests>,
      ReturnType<typeof accountRequests>,
    ]
    const owner = await one.connect((await one.register('Olga')).json.token)
    expect(await owner.request({ type: 'create_room', cid: 'c', kind: 'open', room: 'tea' })).toMatchObject({
      type: 'ok',
    })
    expect(await owner.request({ type: 'join', room: 'tea' })).toMatchObject({ type: 'ok' })
    const login = (await two.login('Mallory')).json
    const here = [await two.connect(login.token, ['tea']), await three.connect(login.token, ['tea'])]
    for (const [at, socket] of here.entries())
      expect(
        await socket.request({ type: 'send_message', room: 'tea', cid: `m${at}`, text: `noise ${at}` }),
      ).toMatchObject({ type: 'ok' })
    const ban = { type: 'sanction', room: 'tea', cid: 'b', user: login.user.id, kind: 'ban', forMs: 3_600_000 }
    expect(await owner.request({ ...ban, reason: 'noise' })).toMatchObject({ type: 'ok' })
    await sleep(1_000)
    for (const socket of here) socket.received.length = 0
    const said = await owner.request({ type: 'send_message', room: 'tea', cid: 'o', text: 'quiet at last' })
    expect(said).toMatchObject({ type: 'ok' })
    for (const [at, socket] of here.entries())
      expect(
        await socket.request({ type: 'send_message', room: 'tea', cid: `n${at}`, text: 'still here' }),
      ).toMatchObject({ type: 'error' })
    for (const api of [one, two, three])
      expect((await api.connect(login.token, ['tea'])).connected.rooms).toMatchObject([{ error: { code: 'banned' } }])
    await sleep(300)
    for (const { received } of here) expect(JSON.stringify(received)).not.toContain('quiet at last')
  }, 40_000)
})
