import { describe, expect, test } from 'vitest'
import type { Room } from '../../../../../sdk/client/types.ts'
import { ADA, BOB, type Harness, harness, joined, message } from '../../../../support/client-harness.ts'
import { DraftBox } from '../../../../support/draft-box.ts'
import type { FakeSocket } from '../../../../support/fake-socket.ts'
import { settle } from '../../../../support/virtual-clock.ts'

const ack = (socket: FakeSocket, text: string, seq: number) => {
  const frame = socket.said('send_message').findLast(({ text: said }) => said === text)
  socket.hear({ type: 'ok', ref: frame?.ref, room: 'lobby', seq, id: `m${seq}`, sentAt: 7, duplicate: false })
}
const sent = (socket: FakeSocket) => socket.said('send_message').map(({ text }) => text)
const states = ({ drafts }: Room) => drafts.map(({ text, state }) => [text, state.status])

/** A box that answers when it is told to. */
function slowBox() {
  const box = new DraftBox()
  const waiting: (() => void)[] = []
  const slow = () => {
    box.mood = { wait: () => new Promise<void>(resolve => waiting.push(resolve)) }
  }
  const answer = async () => {
    box.mood = {}
    for (const go of waiting.splice(0)) go()
    await settle()
  }
  return { box, slow, answer }
}

/** Opens the room again, over the connection that there is. */
async function again({ client, sockets }: Harness, fields: object = {}): Promise<Room> {
  const room = client.room('lobby')
  const join = room.join()
  for (const frame of sockets.last.said('leave')) sockets.last.hear({ type: 'ok', ref: frame.ref })
  sockets.last.ok('join', joined(fields))
  await join
  await settle()
  return room
}

describe('what was not sent when its room is released', () => {
  test('[CL244] fails, and without a store it is gone', async () => {
    const kit = harness()
    const { socket, room } = await kit.enter()
    const draft = room.send('one')
    void kit.client.release('lobby')
    expect(await draft.settled).toMatchObject({ status: 'failed', error: { code: 'closed' } })
    const next = await again(kit)
    ack(socket, 'one', 1)
    expect([next.drafts, sent(socket)]).toEqual([[], ['one']])
  })

  test('[CL244] stays stored and comes back with its cids and in its order, before what is new', async () => {
    const box = new DraftBox()
    const kit = harness({ drafts: box.store() })
    const { socket, room } = await kit.enter()
    socket.drop()
    const cids = ['one', 'two'].map(text => room.send(text).cid)
    await settle()
    await kit.client.release('lobby')
    await kit.clock.run(60_000)
    expect(box.texts).toEqual(['u1: one', 'u1: two'])
    const next = kit.client.room('lobby')
    const join = next.join()
    next.send('new')
    const second = await kit.welcome([joined()])
    await join
    expect(sent(second)).toEqual(['one', 'two', 'new'])
    expect(
      second
        .said('send_message')
        .map(({ cid }) => cid)
        .slice(0, 2),
    ).toEqual(cids)
    for (const [index, text] of ['one', 'two', 'new'].entries()) ack(second, text, index + 1)
    await settle()
    expect([next.drafts, box.drafts]).toEqual([[], []])
  })

  test('[CL244] also when all that is one task, and the store is slow', async () => {
    const { box, slow, answer } = slowBox()
    const kit = harness({ drafts: box.store() })
    const { socket, room } = await kit.enter()
    socket.drop()
    slow()
    room.send('one')
    void kit.client.release('lobby')
    const next = kit.client.room('lobby')
    next.join().catch(() => {})
    next.send('new')
    await answer()
    await kit.nextTry()
    const second = await kit.welcome([joined()])
    expect(sent(second)).toEqual(['one', 'new'])
    expect(box.texts).toEqual(['u1: one', 'u1: new'])
  })

  test('[CL244] on the wire, it is sent again under its cid, unless it is seen first', async () => {
    for (const seen of [false, true]) {
      const box = new DraftBox()
      const kit = harness({ drafts: box.store() })
      const { socket, room } = await kit.enter()
      const { cid } = room.send('one')
      await settle()
      void kit.client.release('lobby')
      ack(socket, 'one', 1)
      const next = await again(kit, seen ? { seq: 1, messages: [message(1, { cid, user: ADA })] } : {})
      expect(socket.said('send_message').map(({ cid: said }) => said)).toEqual(seen ? [cid] : [cid, cid])
      if (!seen) ack(socket, 'one', 1)
      await settle()
      expect([next.drafts, box.drafts], `${seen}`).toEqual([[], []])
    }
  })

  test('[CL244] what was sent or discarded before does not come back, however slow the store is', async () => {
    const { box, slow, answer } = slowBox()
    const kit = harness({ drafts: box.store() })
    const { socket, room } = await kit.enter()
    room.send('sent')
    const discarded = room.send('discarded')
    const left = room.send('left')
    await settle()
    slow()
    ack(socket, 'sent', 1)
    discarded.discard()
    void kit.client.release('lobby')
    const next = await again(kit)
    await answer()
    expect(states(next)).toEqual([['left', 'pending']])
    expect([left.state.status, box.texts]).toEqual(['failed', ['u1: left']])
  })

  test('[CL244] what is discarded while the stored ones are fetched is not sent', async () => {
    const { box, slow, answer } = slowBox()
    const kit = harness({ drafts: box.store() })
    const { socket, room } = await kit.enter()
    void kit.client.release('lobby')
    expect(room.state.status).toBe('idle')
    const next = kit.client.room('lobby')
    const draft = next.send('one')
    await settle()
    expect(box.texts).toEqual(['u1: one'])
    slow()
    const opened = again(kit)
    await settle()
    draft.discard()
    await answer()
    await opened
    expect([next.drafts, box.drafts, sent(socket)]).toEqual([[], [], []])
  })

  test('[CL244] what a dead tab left comes back although the room was released while it was fetched', async () => {
    const { box, slow, answer } = slowBox()
    const dead = harness({ drafts: box.store(), cid: () => 'd1' })
    const gone = await dead.enter()
    gone.socket.drop()
    gone.room.send('of a dead tab')
    await settle()
    box.crash()
    const kit = harness({ drafts: box.store() })
    slow()
    const { socket } = await kit.enter()
    await settle()
    void kit.client.release('lobby')
    await answer()
    const next = await again(kit)
    expect([states(next), sent(socket)]).toEqual([[['of a dead tab', 'pending']], ['of a dead tab']])
  })

  test('[CL244] of old objects nothing is written or deleted', async () => {
    const box = new DraftBox()
    const kit = harness({ drafts: box.store() })
    const { room } = await kit.enter()
    const drafts = [room.send('one'), room.send('two')]
    await settle()
    void kit.client.release('lobby')
    drafts[0]?.discard()
    drafts[1]?.retry()
    await settle()
    expect(box.texts).toEqual(['u1: one', 'u1: two'])
    const next = await again(kit)
    for (const draft of drafts) draft.discard()
    await settle()
    expect(states(next)).toEqual([
      ['one', 'pending'],
      ['two', 'pending'],
    ])
  })

  test('[CL244] what was written before it was known by whom is nobody’s to keep', async () => {
    const box = new DraftBox()
    const { client, welcome } = harness({ drafts: box.store() })
    const draft = client.room('lobby').send('early')
    await client.release('lobby')
    expect(draft.state).toMatchObject({ status: 'failed', error: { code: 'closed' } })
    const join = client.room('lobby').join()
    expect(sent(await welcome([joined()]))).toEqual([])
    await join
    expect(box.drafts).toEqual([])
  })

  test('[CL244] it is offered to another user as not sent, and sent for its own who comes back', async () => {
    const box = new DraftBox()
    const kit = harness({ drafts: box.store() })
    const { socket, room } = await kit.enter()
    socket.drop()
    room.send('of Ada')
    await settle()
    void kit.client.release('lobby')
    kit.client.resume({ user: BOB, token: 't2' })
    const next = kit.client.room('lobby')
    const join = next.join()
    const second = await kit.welcome([joined()], { user: BOB })
    await join
    expect([states(next), sent(second)]).toEqual([[['of Ada', 'failed']], []])
    expect(next.drafts[0]?.state).toMatchObject({ error: { code: 'unauthorized' } })
    void kit.client.release('lobby')
    kit.client.resume({ user: ADA, token: 't1' })
    kit.client
      .room('lobby')
      .join()
      .catch(() => {})
    const third = await kit.welcome([joined()])
    expect(sent(third)).toEqual(['of Ada'])
  })

  test('[CL244] [CL26] a logout deletes it, also what is just being written', async () => {
    const { box, slow, answer } = slowBox()
    const fetch = () => Promise.resolve(new Response(null, { status: 204 }))
    const kit = harness({ drafts: box.store(), fetch })
    const { socket, room } = await kit.enter()
    socket.drop()
    room.send('one')
    await settle()
    slow()
    room.send('two')
    void kit.client.release('lobby')
    const done = kit.client.logout()
    await answer()
    await done
    expect(box.drafts).toEqual([])
  })
})
