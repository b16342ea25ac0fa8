import { describe, expect, test } from 'vitest'
import type { Draft, Room } from '../../../../../sdk/client/types.ts'
import { ADA, BOB, harness, joined, message } from '../../../../support/client-harness.ts'
import { DraftBox } from '../../../../support/draft-box.ts'
import type { FakeSocket } from '../../../../support/fake-socket.ts'
import { settle } from '../../../../support/virtual-clock.ts'

let life = 0
/** A tab: a client with a store of its own in the box. Its cids are like no other tab's. */
function tab(box: DraftBox, over: Parameters<typeof harness>[0] = {}) {
  let cids = 0
  const letter = String.fromCharCode(97 + (life++ % 26))
  return harness({ drafts: box.store(), cid: () => `${letter}${++cids}`, ...over })
}
const ack = (socket: FakeSocket, index: number, seq: number) => {
  const frame = socket.said('send_message')[index]
  socket.hear({ type: 'ok', ref: frame?.ref, room: 'lobby', seq, id: `m${seq}`, sentAt: 7, duplicate: false })
}
const sent = (socket: FakeSocket) => socket.said('send_message').map(({ text }) => text)
const states = ({ drafts }: Room) => drafts.map(({ text, state }) => [text, state.status])
const WHERE = { server: 'https://chat.example', room: 'lobby', user: 'u1' }
const stored = (cid: string, over: object = {}) => ({
  ...WHERE,
  cid,
  text: cid,
  createdAt: 1,
  order: 1,
  ...over,
})
async function filled(...drafts: ReturnType<typeof stored>[]): Promise<DraftBox> {
  const box = new DraftBox()
  const store = box.store()
  for (const draft of drafts) await store.put(draft)
  box.crash()
  return box
}

describe('the outbox is kept', () => {
  test('[CL20] from before the acknowledgement until behind it, with its times', async () => {
    const box = new DraftBox()
    const { clock, enter } = tab(box)
    const { socket, room } = await enter()
    const draft = room.send('one')
    expect(sent(socket), 'storing delays nothing').toEqual(['one'])
    await settle()
    const at = clock.now()
    const { cid } = draft
    expect(box.drafts).toEqual([
      { ...WHERE, name: ADA.name, cid, text: 'one', createdAt: at, order: at, firstTriedAt: at, error: undefined },
    ])
    ack(socket, 0, 1)
    await settle()
    expect([draft.state.status, box.drafts]).toEqual(['sent', []])
  })

  test('[CL20] nothing is stored before it is known who writes', async () => {
    const box = new DraftBox()
    const { client, welcome } = tab(box)
    const room = client.room('lobby')
    room.send('early')
    await settle()
    expect(box.drafts).toEqual([])
    room.join().catch(() => {})
    client.connect().catch(() => {})
    await welcome([joined()])
    expect(box.texts).toEqual(['u1: early'])
  })

  test('[CL20] a draft that is acknowledged in the same turn is never written', async () => {
    const box = new DraftBox()
    const { enter } = tab(box)
    const { socket, room } = await enter()
    let writes = 0
    box.mood = { loses: () => ++writes < 0 }
    room.send('one')
    ack(socket, 0, 1)
    await settle()
    expect(writes).toBe(0)
  })

  test('[CL21] after a reload it goes before what is new, in its order, under its cids', async () => {
    const box = await filled(stored('y', { order: 2 }), stored('x', { order: 1 }))
    const { enter } = tab(box)
    const { socket, room } = await enter()
    room.send('new')
    expect(socket.said('send_message').map(({ cid }) => cid)).toEqual(['x', 'y'])
    for (const index of [0, 1]) ack(socket, index, index + 1)
    expect(sent(socket)).toEqual(['x', 'y', 'new'])
    ack(socket, 2, 3)
    await settle()
    expect(box.drafts).toEqual([])
  })

  test('[CL21] [CL23] what is new waits for a store that is slow, for a second at most', async () => {
    for (const answers of [true, false]) {
      const box = await filled(stored('x'))
      let go = () => {}
      const gate = new Promise<void>(resolve => {
        go = resolve
      })
      box.mood = { wait: () => gate }
      const { clock, enter } = tab(box)
      const { socket, room } = await enter()
      room.send('new')
      await clock.run(999)
      expect(sent(socket)).toEqual([])
      if (answers) go()
      await clock.run(1)
      expect(sent(socket)).toEqual(answers ? ['x', 'new'] : ['new'])
    }
  })

  test('[CL21] it is back before the connection is, where it is known whose session it is', async () => {
    const box = await filled(stored('x'))
    const { client, sockets } = tab(box, { user: ADA })
    const room = client.room('lobby')
    room.join().catch(() => {})
    client.connect().catch(() => {})
    await settle()
    sockets.last.drop()
    expect([client.status.status, states(room)]).toEqual(['waiting', [['x', 'pending']]])
    client.close()
  })

  test('[CL21] other rooms and servers have their own', async () => {
    const box = await filled(stored('x', { room: 'other' }), stored('y', { server: 'https://other.example' }))
    const { enter } = tab(box)
    const { socket, room } = await enter()
    await settle()
    expect([room.drafts, sent(socket)]).toEqual([[], []])
  })

  test('[CL21] a draft that was refused for good, or first tried too long ago, is not sent unasked', async () => {
    const error = { code: 'forbidden' as const, message: 'No.' }
    const box = await filled(stored('x', { error }), stored('y', { order: 2, firstTriedAt: 5 }))
    const { enter } = tab(box)
    const { socket, room } = await enter()
    expect(states(room)).toEqual([
      ['x', 'failed'],
      ['y', 'failed'],
    ])
    expect(room.drafts.map(({ state }) => state)).toMatchObject([{ error }, { error: { code: 'timeout' } }])
    expect(sent(socket)).toEqual([])
    room.drafts[0]?.retry()
    expect(sent(socket)).toEqual(['x'])
  })

  test('[CL22] a message that the page holds, and one that the server knows, is confirmed and shown once', async () => {
    const box = await filled(stored('x'), stored('y', { order: 2 }))
    const { enter } = tab(box, { user: ADA })
    const { socket, room } = await enter({ seq: 1, messages: [message(1, { cid: 'x', user: ADA }) as never] })
    expect(sent(socket)).toEqual(['y'])
    ack(socket, 0, 2)
    await settle()
    expect([room.drafts, box.drafts]).toEqual([[], []])
  })

  test('[CL22] what was seen while the store was slow is not sent', async () => {
    const box = await filled(stored('x'))
    let go = () => {}
    const gate = new Promise<void>(resolve => {
      go = resolve
    })
    box.mood = { wait: () => gate }
    const { enter } = tab(box)
    const { socket, room } = await enter({ seq: 1, messages: [message(1, { cid: 'x', user: ADA }) as never] })
    go()
    await settle()
    expect([sent(socket), room.drafts]).toEqual([[], []])
  })

  test('[CL23] a store that fails or never answers costs no message', async () => {
    for (const mood of [{ fails: () => true }, { wait: () => new Promise<void>(() => {}) }]) {
      const box = new DraftBox(mood)
      const { clock, enter } = tab(box)
      const { socket, room } = await enter()
      const draft = room.send('one')
      await clock.run(1_000)
      ack(socket, 0, 1)
      expect(draft.state.status).toBe('sent')
      expect(sent(socket)).toEqual(['one'])
    }
  })
})

describe('two tabs', () => {
  test('[CL24] of one user: what a dead one left is sent by the other, before what is new and once', async () => {
    const box = new DraftBox()
    const first = tab(box)
    const gone = await first.enter()
    gone.socket.drop()
    gone.room.send('one')
    gone.room.send('two')
    await settle()
    const second = tab(box)
    const { socket, room } = await second.enter()
    await settle()
    expect(sent(socket), 'the first tab lives').toEqual([])
    first.client.close()
    await settle()
    expect(sent(socket)).toEqual(['one', 'two'])
    for (const index of [0, 1]) ack(socket, index, index + 1)
    await settle()
    expect([room.drafts, box.drafts]).toEqual([[], []])
  })

  test('[CL24] of two users: nobody takes over what the other one left while both are open', async () => {
    const box = new DraftBox()
    const first = tab(box)
    const gone = await first.enter()
    gone.socket.drop()
    gone.room.send('one')
    await settle()
    const second = tab(box)
    const done = Promise.all([second.client.connect(), second.client.room('lobby').join()])
    await second.welcome([joined()], { user: BOB })
    await done
    first.client.close()
    await settle()
    expect([second.client.room('lobby').drafts, box.texts]).toEqual([[], ['u1: one']])
  })
})

describe('another session', () => {
  const offered = (drafts: readonly Draft[]) => drafts.map(({ text, state }) => [text, state])

  test('[CL25] drafts of another user of this browser are offered, never sent unasked', async () => {
    const box = await filled(stored('x', { user: 'u9' }), stored('y', { user: 'u9', order: 2 }))
    const { enter } = tab(box)
    const { socket, room } = await enter()
    const failed = { status: 'failed', error: expect.objectContaining({ code: 'unauthorized' }) }
    expect(offered(room.drafts)).toEqual([
      ['x', failed],
      ['y', failed],
    ])
    expect(sent(socket)).toEqual([])
    room.drafts[0]?.retry()
    expect(sent(socket)).toEqual(['x'])
    await settle()
    expect(box.texts).toEqual(['u9: y', 'u1: x'])
    room.drafts.find(({ text }) => text === 'y')?.discard()
    ack(socket, 0, 1)
    await settle()
    expect([room.drafts, box.drafts]).toEqual([[], []])
  })

  test('[CL25] one of another user whose message the page holds was sent, and is not offered', async () => {
    const user = { id: 'u9', name: 'Old' }
    const box = await filled(stored('x', { user: 'u9' }))
    const { enter } = tab(box)
    const { room } = await enter({ seq: 1, messages: [message(1, { cid: 'x', user }) as never] })
    await settle()
    expect([room.drafts, box.drafts]).toEqual([[], []])
  })

  test('[CL26] a logout keeps what another person wrote, and deletes what this one did under an earlier id', async () => {
    const box = await filled(stored('x', { user: 'u9', name: 'Bob' }), stored('y', { user: 'u8', name: 'Ada' }))
    const fetch = () => Promise.resolve(new Response(null, { status: 204 }))
    const { client, enter } = tab(box, { fetch })
    const { room } = await enter()
    expect(room.drafts.map(({ user, name }) => [user, name])).toEqual([
      ['u9', 'Bob'],
      ['u8', 'Ada'],
    ])
    await client.logout()
    await settle()
    expect([room.drafts.map(({ text }) => text), box.texts]).toEqual([['x'], ['u9: x']])
  })

  test('[CL26] a logout deletes what is stored of this user, and what was offered', async () => {
    const box = await filled(stored('x', { user: 'u9' }), stored('z', { user: 'u1', room: 'other' }))
    const fetch = () => Promise.resolve(new Response(null, { status: 204 }))
    const { client, enter } = tab(box, { fetch })
    const { socket, room } = await enter()
    socket.drop()
    room.send('one')
    await settle()
    expect(box.drafts).toHaveLength(3)
    await client.logout()
    await settle()
    expect([room.drafts, box.drafts]).toEqual([[], []])
  })
})
