import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { accountRequests } from '../support/account-requests.ts'
import { askLogin } from '../support/ask.ts'
import { startNodes } from '../support/nodes/start-nodes.ts'
import { RedisServer, redisIsThere, until } from '../support/redis/redis-server.ts'
import { Book } from '../torture/nodes/book.ts'
import { Person } from '../torture/nodes/person.ts'

async function twoNodes() {
  const redis = await RedisServer.start()
  onTestFinished(() => redis.remove())
  const nodes = await startNodes({ count: 2, redis, args: ['--log-level', 'warn'] })
  onTestFinished(() => nodes.remove())
  return { redis, nodes: nodes.all as [(typeof nodes.all)[0], (typeof nodes.all)[0]] }
}

async function guest({ url }: { url: string }, name: string) {
  const { json } = await askLogin(url, name)
  const socket = await accountRequests(url).connect(json.token, ['lobby'])
  return { ...socket, token: json.token as string }
}

describe.skipIf(!redisIsThere())('while Redis is away', () => {
  test('[RE163] nodes say that they are not ready, in their metrics too, and in the log a few times; what is sent is refused for now, what is known is read for a second, and sockets stay', async () => {
    const { redis, nodes } = await twoNodes()
    const [one, two] = nodes
    expect((await one.ready()).status).toBe(200)
    expect(await one.metric('chat_store_ready')).toBe(1)
    const people = await Promise.all(nodes.map(node => guest(node, `At ${node.name}`)))
    const [ann] = people as [(typeof people)[0]]
    const send = (cid: string) => ann.request({ type: 'send_message', room: 'lobby', cid, text: 'hi' })
    const page = () => ann.request({ type: 'history', room: 'lobby', epoch: ann.connected.rooms[0].epoch, limit: 5 })
    expect(await send('1')).toMatchObject({ type: 'ok' })
    const early = page()
    await redis.kill9()
    expect(await early).toMatchObject({ type: 'ok' })
    const refused = { type: 'error', code: 'unavailable', retryable: true }
    expect(await send('2')).toMatchObject(refused)
    await sleep(1_200)
    expect(await page()).toMatchObject(refused)
    expect(await ann.request({ type: 'join', room: 'other' })).toMatchObject(refused)
    for (const node of nodes) expect((await node.ready()).status).toBe(503)
    expect((await askLogin(one.url, 'Late')).json).toMatchObject({ error: { code: 'unavailable' } })
    expect(await one.metric('chat_store_ready')).toBe(0)
    expect(await one.metric('chat_redis{name="reconnects"}')).toBeGreaterThan(0)
    for (let at = 0; at < 200; at++) await send('2')
    await sleep(2_000)

    await redis.start()
    await until(async () => (await one.ready()).status + (await two.ready()).status === 400, 'nodes that are ready')
    expect(await one.metric('chat_store_ready')).toBe(1)
    expect(await send('2')).toMatchObject({ type: 'ok' })
    for (const { socket } of people) expect(socket.readyState).toBe(1)
    for (const node of nodes) {
      const lines = node
        .log()
        .split('\n')
        .filter(line => /"level":[456]0/.test(line))
      expect(lines.length).toBeLessThan(20)
      expect(lines.filter(line => /"level":[56]0/.test(line))).toEqual([])
      expect(lines.join('\n')).toMatch(/no connection to Redis/)
    }
  }, 40_000)

  test('[RE164] when Redis is back without anything, logins, names and who is there are written back, a new epoch begins, and all catch up', async () => {
    const { redis, nodes } = await twoNodes()
    const [, two] = nodes
    const book = new Book()
    const isOneOfUs = (userId: string) => people.some(({ id }) => id === userId)
    const people: Person[] = []
    for (const [at, name] of ['Ann', 'Bob'].entries()) {
      const person = await Person.enter(name, nodes[at]?.url ?? '', ['lobby'], book, isOneOfUs)
      onTestFinished(() => person.close())
      people.push(person)
    }
    const rooms = people.map(({ client }) => client.room('lobby'))
    const [ann, bob] = rooms as [(typeof rooms)[0], (typeof rooms)[0]]
    const epochs = () => rooms.map(({ state }) => (state.status === 'joined' ? state.position.epoch : undefined))
    const says = async (room: typeof ann, text: string) => {
      expect(await room.send(text).settled).toMatchObject({ status: 'sent' })
      const shown = () => people.map(({ screens }) => screens[0]?.messages.at(-1)?.text)
      await expect.poll(shown, { timeout: 10_000 }).toEqual([text, text])
    }
    await says(ann, 'before')
    const [before] = epochs()
    const token = people[0]?.token ?? ''
    await redis.kill9()
    redis.forget()
    await redis.start()
    await says(bob, 'after')
    expect(new Set(epochs()).size).toBe(1)
    expect(epochs()[0]).not.toBe(before)

    // the token is good on another node, which shows who is there and nobody else
    const names = async () => {
      const again = await accountRequests(two.url).connect(token, ['lobby'])
      again.socket.terminate()
      const [room] = again.connected.rooms ?? []
      return room?.presence?.users?.map(({ name }: { name: string }) => name).sort()
    }
    await expect.poll(names, { timeout: 15_000 }).toEqual(['Ann', 'Bob'])
    for (const room of rooms)
      await expect.poll(() => room.members.users.map(({ name }) => name).sort()).toEqual(['Ann', 'Bob'])
    expect(book.faults).toEqual([])
    for (const node of nodes)
      for (const name of ['Ann', 'Bob'])
        expect((await askLogin(node.url, name)).json).toMatchObject({ error: { code: 'username_taken' } })
  }, 40_000)
})
