import { describe, expect, test } from 'vitest'
import { tagOf } from '../../../../../server/adapters/redis/partitions.ts'
import { LogUnavailable } from '../../../../../server/ports/room-log.ts'
import type { HarnessClient } from '../../../../support/hub-harness.ts'
import { LEASE_MS, NodesHarness } from '../../../../support/nodes-harness.ts'

const names = (events: { users: { name: string }[] }[]) => events.flatMap(({ users }) => users.map(({ name }) => name))
const keyOf = (room: string) => `chat:{${tagOf(room)}}:r:${room}:n`
async function listOf(client: HarnessClient, room = 'a'): Promise<string[]> {
  const { users } = await client.ask({ type: 'users', room })
  client.clear()
  return users.map(({ name }: { name: string }) => name).sort()
}

async function two() {
  const nodes = new NodesHarness(2)
  const [one, other] = [nodes.get(0), nodes.get(1)]
  await nodes.quiet()
  return { nodes, one, other }
}

describe('who is in a room on many nodes', () => {
  test('[RE120] somebody on two nodes is one user, until the last connection is gone', async () => {
    const { nodes, one, other } = await two()
    const bob = await nodes.as(one, 'g:bob', 'a')
    const ann = await nodes.as(one, 'g:ann', 'a')
    await nodes.pass(1_000)
    const tab = await nodes.as(other, 'g:ann', 'a')
    await nodes.pass(1_000)
    expect(names(bob.of('user_joined'))).toEqual(['ann'])
    expect(await listOf(bob)).toEqual(['ann', 'bob'])
    expect(await listOf(tab)).toEqual(['ann', 'bob'])
    await ann.ask({ type: 'leave', room: 'a' })
    await nodes.pass(20_000)
    expect(bob.of('user_left')).toEqual([])
    await tab.ask({ type: 'disconnect' })
    await nodes.pass(200)
    expect(bob.of('user_left')).toMatchObject([{ users: [{ name: 'ann' }], count: 1 }])
  })

  test('[RE120] a loss becomes a leave on every node after the grace, an announced leave at once', async () => {
    const { nodes, one, other } = await two()
    const bob = await nodes.as(one, 'g:bob', 'a')
    const ann = await nodes.as(other, 'g:ann', 'a')
    const cat = await nodes.as(other, 'g:cat', 'a')
    await nodes.pass(1_000)
    expect(names(bob.of('user_joined')).sort()).toEqual(['ann', 'cat'])
    await cat.ask({ type: 'leave', room: 'a' })
    await nodes.pass(200)
    expect(names(bob.of('user_left'))).toEqual(['cat'])
    ann.socket.cut()
    await nodes.pass(7_900)
    expect(names(bob.of('user_left'))).toEqual(['cat'])
    await nodes.pass(300)
    expect(names(bob.of('user_left'))).toEqual(['cat', 'ann'])
  })

  test('[RE121] who is lost and comes back on another node within the grace never left', async () => {
    const { nodes, one, other } = await two()
    const bob = await nodes.as(one, 'g:bob', 'a')
    const ann = await nodes.as(one, 'g:ann', 'a')
    const cat = await nodes.as(other, 'g:cat', 'a')
    await nodes.pass(1_000)
    for (const client of [bob, cat]) client.clear()
    ann.socket.cut()
    await nodes.pass(7_000)
    await nodes.as(other, 'g:ann', 'a')
    await nodes.pass(20_000)
    for (const client of [bob, cat]) expect(client.frames.filter(({ type }) => type !== 'head')).toEqual([])
  })

  test('[RE121] a rolling restart makes nobody leave who comes back in time', async () => {
    const { nodes, one } = await two()
    const watcher = await nodes.as(nodes.get(1), 'g:watch', 'a')
    for (const name of ['ann', 'bob', 'cat']) await nodes.as(one, `g:${name}`, 'a')
    await nodes.pass(1_000)
    watcher.clear()
    const draining = nodes.drain(one)
    const fresh = nodes.add()
    await nodes.pass(1_000)
    for (const name of ['ann', 'bob', 'cat']) await nodes.as(fresh, `g:${name}`, 'a')
    await draining
    await nodes.pass(LEASE_MS + 70_000)
    expect([...watcher.of('user_left'), ...watcher.of('user_joined')]).toEqual([])
    expect(await listOf(watcher)).toEqual(['ann', 'bob', 'cat', 'watch'])
    expect(nodes.server.redis.hash(keyOf('a')).size).toBe(4)
  })

  test('[RE122] the people of a node that died leave after its lease and the grace, and what it left is deleted', async () => {
    const { nodes, one, other } = await two()
    const bob = await nodes.as(one, 'g:bob', 'a')
    for (const name of ['ann', 'cat']) await nodes.as(other, `g:${name}`, 'a')
    await nodes.pass(1_000)
    await nodes.crash(other)
    await nodes.pass(LEASE_MS + 1_000)
    expect(bob.of('user_left')).toEqual([])
    await nodes.as(one, 'g:cat', 'a')
    await nodes.pass(8_000)
    expect(names(bob.of('user_left'))).toEqual(['ann'])
    expect(nodes.server.redis.hash(keyOf('a')).size).toBe(4)
    await nodes.pass(70_000)
    expect([...nodes.server.redis.hash(keyOf('a')).keys()].sort()).toEqual(['node1 g:bob', 'node1 g:cat'])
  })

  test('[RE122] a room that is opened later shows nobody of a node that died', async () => {
    const { nodes, one, other } = await two()
    await nodes.as(other, 'g:ann', 'a')
    await nodes.pass(1_000)
    await nodes.crash(other)
    await nodes.pass(LEASE_MS + 1_000)
    const bob = await nodes.as(one, 'g:bob', 'a')
    expect(await listOf(bob)).toEqual(['bob'])
    await nodes.pass(70_000)
    expect([...nodes.server.redis.hash(keyOf('a')).keys()]).toEqual(['node1 g:bob'])
  })

  test('[RE122] a node that was taken for gone for a moment is there again before anybody leaves', async () => {
    const { nodes, one, other } = await two()
    const bob = await nodes.as(one, 'g:bob', 'a')
    await nodes.as(other, 'g:ann', 'a')
    await nodes.pass(1_000)
    bob.clear()
    nodes.leases.end(other.name)
    await nodes.pass(1_000)
    nodes.leases.renew('nobody')
    nodes.leases.of(other.name)
    await nodes.pass(20_000)
    expect(bob.of('user_left')).toEqual([])
    expect(await listOf(bob)).toEqual(['ann', 'bob'])
  })

  test('[RE123] the first who joins a room on a node is told of those on others', async () => {
    const { nodes, one, other } = await two()
    await nodes.as(other, 'g:ann', 'a')
    await nodes.pass(1_000)
    const bob = await nodes.as(one, 'g:bob')
    const { presence } = await bob.ask({ type: 'join', room: 'a' })
    expect(presence).toMatchObject({ count: 2, complete: true })
    expect(names([presence]).sort()).toEqual(['ann', 'bob'])
  })

  test('[RE123] a room whose people are not known cannot be joined; one that is open can', async () => {
    const { nodes, one } = await two()
    await nodes.as(one, 'g:ann', 'a')
    await nodes.pass(1_000)
    nodes.cut(one)
    const bob = await nodes.as(one, 'g:bob')
    expect(await bob.ask({ type: 'join', room: 'b' })).toMatchObject({ code: 'unavailable', retryable: true })
    expect(await bob.ask({ type: 'join', room: 'a' })).toMatchObject({ presence: { count: 2 } })
    await nodes.pass(1_000)
    nodes.heal(one)
    await nodes.pass(2_000)
    expect(await bob.ask({ type: 'join', room: 'b' })).toMatchObject({ presence: { count: 1 } })
  })

  test('[RE124] a room that nobody on a node is in is given up there after a minute, whoever is in it elsewhere', async () => {
    const { nodes, one, other } = await two()
    const bob = await nodes.as(one, 'g:bob', 'a')
    await nodes.as(other, 'g:ann', 'a')
    await nodes.pass(1_000)
    await bob.ask({ type: 'leave', room: 'a' })
    let guests = 0
    for (let s = 0; s < 100; s++) {
      const guest = await nodes.as(other, `g:guest${++guests}`, 'a')
      await nodes.pass(1_000)
      guest.socket.cut()
    }
    expect([one.harness.hub.stats().rooms, one.presence.size]).toEqual([0, 0])
    expect([other.harness.hub.stats().rooms, other.presence.size]).toEqual([1, 1])
  })

  test('[RE125] what changes within 50 ms is one write and one message, and what undoes itself is none', async () => {
    const { nodes, one, other } = await two()
    await nodes.as(other, 'g:ann', 'a')
    const bob = await nodes.as(one, 'g:bob', 'a')
    await nodes.pass(1_000)
    const calls: string[] = []
    const { engine } = one
    const [commit, publish] = [engine.commit.bind(engine), engine.publish.bind(engine)]
    engine.commit = (tag, what) => {
      calls.push('commit')
      return commit(tag, what)
    }
    engine.publish = (tag, channel, text) => {
      calls.push('publish')
      return publish(tag, channel, text)
    }
    const clients = []
    for (let i = 0; i < 20; i++) {
      const client = one.harness.open()
      client.say({ type: 'connect', token: `g:user${i}`, rooms: [{ room: 'a' }] })
      clients.push(client)
    }
    await nodes.pass(1_000)
    expect(calls).toEqual(['commit', 'publish'])
    clients[0]?.socket.cut()
    await nodes.as(one, 'g:user0', 'a')
    await nodes.pass(1_000)
    expect(calls).toEqual(['commit', 'publish'])
    expect((await listOf(bob)).length).toBe(22)
  })

  test('[RE128] whoever is shown in two ways is shown in the newest on every node', async () => {
    const { nodes, one, other } = await two()
    const picture = (n: number) => `https://example.org/${n}.png`
    const enter = async (node: typeof one, n: number) => {
      const client = await nodes.as(node, `g:ann=guest=${picture(n)}`, 'a')
      await nodes.pass(500)
      return client
    }
    const bob = await nodes.as(one, 'g:bob', 'a')
    const cat = await nodes.as(other, 'g:cat', 'a')
    const shown = async (client: HarnessClient) => {
      const { users } = await client.ask({ type: 'users', room: 'a' })
      client.clear()
      return users.find(({ id }: { id: string }) => id === 'g:ann')?.picture
    }
    const first = await enter(one, 1)
    const second = await enter(other, 2)
    expect([await shown(bob), await shown(cat)]).toEqual([picture(2), picture(2)])
    const third = await enter(one, 3)
    expect([await shown(bob), await shown(cat)]).toEqual([picture(3), picture(3)])
    await third.ask({ type: 'disconnect' })
    await first.ask({ type: 'disconnect' })
    await nodes.pass(500)
    expect([await shown(bob), await shown(cat)]).toEqual([picture(2), picture(2)])
    await second.ask({ type: 'disconnect' })
    await nodes.pass(500)
    expect([await shown(bob), await shown(cat)]).toEqual([undefined, undefined])
  })

  test('[RE129] whose session is over leaves at once on every node', async () => {
    const { nodes, one, other } = await two()
    const bob = await nodes.as(one, 'g:bob', 'a')
    const cat = await nodes.as(other, 'g:cat', 'a')
    const ann = await nodes.as(one, 'g:ann', 'a')
    await nodes.pass(1_000)
    ann.socket.cut()
    await nodes.pass(1_000)
    other.harness.hub.endGrace('g:ann')
    await nodes.pass(300)
    expect([names(bob.of('user_left')), names(cat.of('user_left'))]).toEqual([['ann'], ['ann']])
    const dee = await nodes.as(one, 'g:dee', 'a')
    await nodes.pass(1_000)
    dee.socket.cut()
    one.harness.hub.endGrace('g:dee')
    await nodes.pass(300)
    expect(names(cat.of('user_left'))).toEqual(['ann', 'dee'])
  })

  test('[RE129] whoever was removed has no name on any node', async () => {
    const { nodes, one, other } = await two()
    const bob = await nodes.as(one, 'g:bob', 'a')
    await nodes.as(other, 'g:ann', 'a')
    const cat = await nodes.as(other, 'g:cat', 'a')
    await nodes.pass(1_000)
    one.harness.hub.hide(['g:ann'])
    await nodes.pass(500)
    expect([await listOf(bob), await listOf(cat)]).toEqual([
      ['', 'bob', 'cat'],
      ['', 'bob', 'cat'],
    ])
    const dee = await nodes.as(nodes.add(), 'g:dee', 'a')
    expect(await listOf(dee)).toEqual(['', 'bob', 'cat', 'dee'])
  })

  test('[RE130] a room is large by all who are in it, and then only counts are told', async () => {
    const { nodes, one, other } = await two()
    const bob = await nodes.as(one, 'g:bob', 'a')
    for (let i = 0; i < 250; i++) {
      const client = other.harness.open()
      client.say({ type: 'connect', token: `g:user${i}`, rooms: [{ room: 'a' }] })
    }
    await nodes.pass(5_000)
    expect(bob.of('user_joined').at(-1)).toMatchObject({ users: [], count: 251 })
    const cat = await nodes.as(one, 'g:cat')
    const { presence } = await cat.ask({ type: 'join', room: 'a' })
    expect(presence).toMatchObject({ count: 252, complete: false })
  })

  test('[RE159] who comes to a room when all is closed, or is about to be, waits for nothing', async () => {
    const nodes = new NodesHarness(2)
    const { presence } = nodes.get(0)
    const elsewhere = { entered() {}, left() {}, typing() {} }
    const before = presence.open('lobby', elsewhere)
    before.close()
    await expect(before.ready()).rejects.toThrow(LogUnavailable)
    const closed = presence.close()
    await nodes.pass(3_000)
    await closed
    await expect(presence.open('lobby', elsewhere).ready()).rejects.toThrow(LogUnavailable)
    expect(presence.size).toBe(0)
  })
})
