import { describe, expect, test } from 'vitest'
import type { HarnessClient } from '../../../../support/hub-harness.ts'
import { NodesHarness } from '../../../../support/nodes-harness.ts'

async function people() {
  const nodes = new NodesHarness(3)
  const [one, other, third] = [nodes.get(0), nodes.get(1), nodes.get(2)]
  await one.harness.accounts('a:ann', 'a:bob', 'a:cat')
  await nodes.quiet()
  return { nodes, one, other, third }
}
async function say(client: HarnessClient, room: string, ...texts: string[]): Promise<void> {
  for (const text of texts) await client.ask({ type: 'send_message', room, text, cid: `c-${text}` })
}
const read = (room: string, upTo: number) => ({ type: 'mark_read', room, upTo }) as const

describe('how far somebody has read, on many nodes', () => {
  test('[RE131] devices on other nodes hear of it, and go on from it', async () => {
    const { nodes, one, other } = await people()
    const bob = await nodes.as(one, 'a:bob', 'lobby')
    const phone = await nodes.as(one, 'a:ann', 'lobby')
    const desk = await nodes.as(other, 'a:ann', 'lobby')
    await nodes.pass(1_000)
    await say(bob, 'lobby', 'one', 'two', 'three', 'four')
    await nodes.pass(1_000)
    desk.clear()
    await phone.ask(read('lobby', 2))
    await phone.ask(read('lobby', 3))
    await nodes.pass(1_000)
    expect(desk.of('read')).toEqual([{ type: 'read', room: 'lobby', upTo: 3, unread: 1, mentions: 0 }])
    expect(await desk.ask({ type: 'join', room: 'lobby' })).toMatchObject({ read: 3, unread: 1 })
    // a lower mark of the other device counts no more than on one node
    await desk.ask(read('lobby', 1))
    await nodes.pass(1_000)
    expect(await phone.ask({ type: 'join', room: 'lobby' })).toMatchObject({ read: 3 })
    await desk.ask({ type: 'mark_unread', room: 'lobby', upTo: 1 })
    await nodes.pass(5_000)
    expect(await phone.ask({ type: 'join', room: 'lobby' })).toMatchObject({ read: 1, unread: 3 })
    expect(phone.of('read').at(-1)).toMatchObject({ upTo: 1, unread: 3 })
    expect(await one.harness.directory.position('a:ann', 'lobby')).toMatchObject({ seq: 1 })
  })

  test('[RE131] of two marks at once the higher one counts on both nodes, and is kept', async () => {
    const { nodes, one, other } = await people()
    const bob = await nodes.as(one, 'a:bob', 'lobby')
    const [phone, desk] = [await nodes.as(one, 'a:ann', 'lobby'), await nodes.as(other, 'a:ann', 'lobby')]
    await say(bob, 'lobby', 'one', 'two', 'three', 'four')
    await nodes.pass(1_000)
    await phone.ask(read('lobby', 4))
    await desk.ask(read('lobby', 2))
    await nodes.pass(5_000)
    for (const each of [phone, desk])
      expect(await each.ask({ type: 'join', room: 'lobby' })).toMatchObject({ read: 4, unread: 0 })
    expect(await one.harness.directory.position('a:ann', 'lobby')).toMatchObject({ seq: 4 })
  })

  test('[RE131] what was known before somebody was away from a node, or before it could not hear, counts no more', async () => {
    const { nodes, one, other } = await people()
    const bob = await nodes.as(one, 'a:bob', 'lobby')
    const phone = await nodes.as(one, 'a:ann', 'lobby')
    const desk = await nodes.as(other, 'a:ann', 'lobby')
    await say(bob, 'lobby', 'one', 'two', 'three', 'four')
    await nodes.pass(1_000)
    expect(await desk.ask({ type: 'join', room: 'lobby' })).toMatchObject({ read: 0 })
    desk.socket.cut()
    await nodes.pass(10_000)
    await phone.ask(read('lobby', 2))
    await nodes.pass(10_000)
    const back = await nodes.as(other, 'a:ann')
    expect(await back.ask({ type: 'join', room: 'lobby' })).toMatchObject({ read: 2 })
    other.engine.deaf = true
    await phone.ask(read('lobby', 3))
    await nodes.pass(10_000)
    nodes.heal(other)
    await nodes.pass(1_000)
    expect(await back.ask({ type: 'join', room: 'lobby' })).toMatchObject({ read: 3 })
  })

  test('[RE131] a mark that could not be told is told later', async () => {
    const { nodes, one, other } = await people()
    const bob = await nodes.as(one, 'a:bob', 'lobby')
    const phone = await nodes.as(one, 'a:ann', 'lobby')
    const desk = await nodes.as(other, 'a:ann', 'lobby')
    await say(bob, 'lobby', 'one', 'two')
    await nodes.pass(1_000)
    one.engine.cut = true
    await phone.ask(read('lobby', 2))
    await nodes.pass(5_000)
    expect(desk.of('read')).toEqual([])
    one.engine.cut = false
    await nodes.pass(1_000)
    expect(desk.of('read')).toMatchObject([{ upTo: 2 }])
  })

  test('[RE133] a node hears of a person while they are connected to it, and five seconds longer', async () => {
    const { nodes, one } = await people()
    const first = await nodes.as(one, 'a:ann')
    const second = await nodes.as(one, 'a:ann')
    await nodes.as(one, 'g:gus')
    first.socket.cut()
    await nodes.pass(10_000)
    expect(one.bus.size).toBe(1)
    second.socket.cut()
    await nodes.pass(4_000)
    expect(one.bus.size).toBe(1)
    const third = await nodes.as(one, 'a:ann')
    await nodes.pass(10_000)
    expect(one.bus.size).toBe(1)
    third.socket.cut()
    await nodes.pass(6_000)
    expect(one.bus.size).toBe(0)
  })
})

describe('what came in rooms, on many nodes', () => {
  const club = async () => {
    const parts = await people()
    const { nodes, one, other, third } = parts
    const places = { 'a:ann': 'member', 'a:bob': 'member', 'a:cat': 'member' } as const
    await one.harness.room('priv:club', { kind: 'members' }, places)
    const bob = await nodes.as(one, 'a:bob', 'priv:club')
    const ann = await nodes.as(third, 'a:ann')
    const told: string[] = []
    for (const node of [one, other]) {
      const publish = node.engine.publish.bind(node.engine)
      node.engine.publish = (tag, channel, text) => {
        if (text.includes('"activity"')) told.push(node.name)
        return publish(tag, channel, text)
      }
    }
    return { ...parts, bob, ann, told }
  }

  test('[RE132] who has not joined hears of it on another node, at most once a second', async () => {
    const { nodes, other, bob, ann, told } = await club()
    const cat = await nodes.as(other, 'a:cat', 'priv:club')
    await nodes.pass(1_000)
    await say(bob, 'priv:club', 'one', 'two', 'three')
    await nodes.pass(3_000)
    expect(ann.of('activity')).toEqual([
      { type: 'activity', rooms: { 'priv:club': { upTo: 3, unread: 3, mentions: 0 } } },
    ])
    // of the nodes with the room the one to which the author is connected, once for each of the two others
    expect(told).toEqual(['node1', 'node1'])
    expect([cat.of('activity'), bob.of('activity')]).toEqual([[], []])
    await ann.ask({ type: 'join', room: 'priv:club' })
    await say(bob, 'priv:club', 'four')
    await nodes.pass(3_000)
    expect(ann.of('activity').length).toBe(1)
  })

  test('[RE132] what was written by who is in the room nowhere is told, too', async () => {
    const { nodes, third, ann, told } = await club()
    await third.harness.perform('a:cat', { type: 'send_message', room: 'priv:club', text: 'hi', cid: 'c' })
    await nodes.pass(3_000)
    expect(ann.of('activity').map(({ rooms }) => rooms['priv:club']?.unread)).toEqual([1])
    expect(new Set(told)).toEqual(new Set(['node1']))
  })
})
