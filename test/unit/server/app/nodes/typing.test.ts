import { describe, expect, test } from 'vitest'
import { NodesHarness } from '../../../../support/nodes-harness.ts'

async function typists() {
  const nodes = new NodesHarness(2)
  const [one, other] = [nodes.get(0), nodes.get(1)]
  const ann = await nodes.as(one, 'g:ann', 'a')
  const bob = await nodes.as(other, 'g:bob', 'a')
  await nodes.pass(1_000)
  bob.clear()
  return { nodes, one, other, ann, bob }
}

describe('who types on another node', () => {
  test('[RE127] is shown, as long as they type', async () => {
    const { nodes, ann, bob } = await typists()
    for (let s = 0; s < 10; s++) {
      await ann.ask({ type: 'typing', room: 'a', active: true })
      await nodes.pass(1_000)
    }
    expect(bob.of('typing').map(({ active, user }) => [active, user.name])).toEqual(Array(4).fill([true, 'ann']))
    await ann.ask({ type: 'typing', room: 'a', active: false })
    await nodes.pass(100)
    expect(bob.of('typing').at(-1)).toMatchObject({ active: false })
  })

  test.each(['leave', 'cut', 'send'] as const)('[RE127] ends with %s', async how => {
    const { nodes, ann, bob } = await typists()
    await ann.ask({ type: 'typing', room: 'a', active: true })
    await nodes.pass(100)
    if (how === 'leave') await ann.ask({ type: 'leave', room: 'a' })
    else if (how === 'send') await ann.send('a', 'done')
    else ann.socket.cut()
    await nodes.pass(200)
    expect(bob.of('typing').map(({ active }) => active)).toEqual([true, false])
    await nodes.pass(10_000)
    expect(bob.of('typing')).toHaveLength(2)
  })

  test('[RE127] ends by itself when its end is not heard', async () => {
    const { nodes, other, ann, bob } = await typists()
    await ann.ask({ type: 'typing', room: 'a', active: true })
    await nodes.pass(100)
    other.engine.deaf = true
    await ann.ask({ type: 'typing', room: 'a', active: false })
    await nodes.pass(7_000)
    expect(bob.of('typing').map(({ active }) => active)).toEqual([true, false])
  })

  test('[RE127] is one of so many at most', async () => {
    const { nodes, one, bob } = await typists()
    for (let i = 0; i < 15; i++) {
      const user = await nodes.as(one, `g:user${i}`, 'a')
      await user.ask({ type: 'typing', room: 'a', active: true })
    }
    for (let i = 0; i < 15; i++) {
      const user = await nodes.as(nodes.get(1), `g:more${i}`, 'a')
      await user.ask({ type: 'typing', room: 'a', active: true })
    }
    await nodes.pass(1_000)
    expect(bob.of('typing')).toHaveLength(20)
  })
})
