import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askLogin } from '../support/ask.ts'
import { openSocket } from '../support/open-socket.ts'
import { TRANSPORTS } from '../support/server-kit/transports.ts'
import { type SpawnedServer, spawnServer } from '../support/spawn-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// biome-ignore lint/suspicious/noExplicitAny: this program knows the page of the protocol, and no types
type Any = any

/** What the page of the protocol says of changes, written down by somebody who has nothing but that page. */
class RawRoom {
  readonly messages = new Map<string, Any>()
  epoch = ''
  seq = 0
  pins: string[] = []
  readonly me: string

  constructor(me: string) {
    this.me = me
  }

  join(result: Any): void {
    if (result.recovered) for (const event of result.events) this.hear(event)
    else {
      this.messages.clear()
      for (const message of result.messages) this.messages.set(message.id, message)
    }
    Object.assign(this, { epoch: result.epoch, seq: result.seq, pins: result.pins })
  }

  hear(event: Any): void {
    if (typeof event.seq !== 'number' || event.type === 'resync') return
    if (event.seq <= this.seq) return
    if (event.seq !== this.seq + 1) throw new Error(`${event.seq} after ${this.seq}`)
    this.seq = event.seq
    if (event.type === 'new_message') {
      const { type: _, ...message } = event
      this.messages.set(event.id, message)
      return
    }
    const message = this.messages.get(event.messageId)
    if (message && event.seq > (message.rev ?? 0)) this.#change(message, event)
    for (const other of this.messages.values())
      if (other.replyTo?.messageId === event.messageId) this.#quote(other.replyTo, event)
  }

  list(): Any[] {
    return [...this.messages.values()].sort((a, b) => a.seq - b.seq)
  }

  #change(message: Any, event: Any): void {
    if (message.deleted) return
    if (event.type === 'message_edited' && !event.deleted) {
      delete message.mentions
      Object.assign(message, { text: event.text, editedAt: event.sentAt, rev: event.seq })
      if (event.mentions) message.mentions = event.mentions
    }
    if (event.type === 'message_deleted') {
      for (const field of ['editedAt', 'replyTo', 'mentions', 'reactions', 'pinned']) delete message[field]
      Object.assign(message, { text: '', deleted: true, by: event.by, rev: event.seq })
    }
    if (event.type === 'reaction') {
      const reactions: Any[] = message.reactions ?? []
      const at = reactions.findIndex(({ emoji }) => emoji === event.emoji)
      const before = reactions[at]
      const me = event.user.id === this.me ? event.on : before?.me
      const now = { emoji: event.emoji, count: event.count, ...(me && { me: true }), users: event.users }
      if (at < 0) reactions.push(now)
      else reactions[at] = now
      message.reactions = reactions.filter(({ count }) => count > 0)
      if (message.reactions.length === 0) delete message.reactions
      message.rev = event.seq
    }
  }

  #quote(quote: Any, event: Any): void {
    if (quote.deleted) return
    if (event.type === 'message_edited' && !event.deleted) quote.text = [...event.text].slice(0, 140).join('')
    if (event.type === 'message_deleted') Object.assign(quote, { text: '', deleted: true })
  }
}

describe.each(TRANSPORTS.filter(({ runs }) => runs))(
  'a raw program that changes messages, over $name',
  ({ name: transport }) => {
    const folder = temporaryFolder('raw')
    let server: SpawnedServer
    beforeAll(async () => {
      server = await spawnServer(['--data', folder.path, '--transport', transport])
    })
    afterAll(async () => {
      await server.stop('SIGTERM')
      folder.remove()
    })

    const room = 'lobby'

    async function enter(token: string, known?: RawRoom) {
      const socket = await openSocket(server.wsUrl)
      const position = known && { epoch: known.epoch, seq: known.seq }
      socket.send({ type: 'connect', ref: 1, token, rooms: [{ room, ...position }] })
      const connected: Any = await socket.next(({ ref }) => ref === 1)
      const raw = known ?? new RawRoom(connected.user.id)
      raw.join(connected.rooms[0])
      let ref = 1
      const ask = (request: object): Promise<Any> => {
        const mine = ++ref
        socket.send({ ...request, ref: mine })
        return socket.next(frame => frame.ref === mine)
      }
      /** Hears what has come up to a seq. */
      const hearTo = async (seq: number) => {
        while (raw.seq < seq)
          raw.hear(
            await socket.next(
              (frame: Any) => typeof frame.seq === 'number' && !('ref' in frame) && frame.seq === raw.seq + 1,
            ),
          )
      }
      return { raw, ask, hearTo, recovered: connected.rooms[0].recovered, end: () => socket.socket.terminate() }
    }

    test('[CH13] it edits, deletes, reacts, replies and resumes by the page alone, and holds what a fresh reader is given', async () => {
      const login = async (name: string): Promise<string> =>
        (await askLogin(server.url, `${name}-${transport}`)).json.token
      const [annToken, bobToken] = [await login('Ann'), await login('Bob')]
      const ann = await enter(annToken)
      const bob = await enter(bobToken)
      let cids = 0
      const change = (who: typeof ann, type: string, fields: object) =>
        who.ask({ type, room, cid: `x${++cids}`, ...fields })
      const say = async (who: typeof ann, text: string, more = {}) =>
        (await change(who, 'send_message', { text, ...more })).id as string
      const one = await say(ann, 'one')
      const two = await say(bob, 'two', { replyTo: one, mentions: [ann.raw.me, 'nobody'] })
      await change(bob, 'react', { messageId: one, emoji: '👍', on: true })
      await change(ann, 'edit_message', { messageId: one, text: 'One', mentions: [bob.raw.me] })
      await change(ann, 'react', { messageId: two, emoji: '🎉', on: true })
      await bob.hearTo(5)
      bob.end()
      const three = await say(ann, 'three')
      await change(ann, 'react', { messageId: one, emoji: '👍', on: true })
      await change(ann, 'edit_message', { messageId: three, text: 'a secret' })
      await change(ann, 'delete_message', { messageId: three })
      await change(ann, 'delete_message', { messageId: one })
      const four = await say(ann, 'four', { replyTo: two })
      const back = await enter(bobToken, bob.raw)
      expect(back.recovered).toBe(true)
      await change(back, 'edit_message', { messageId: two, text: 'Two' })
      await change(back, 'react', { messageId: four, emoji: '👍', on: true })
      const { seq } = await change(back, 'react', { messageId: four, emoji: '👍', on: false })
      await Promise.all([ann.hearTo(seq), back.hearTo(seq)])

      for (const [who, token] of [
        [ann, annToken],
        [back, bobToken],
      ] as const) {
        const fresh = await enter(token)
        expect(who.raw.list()).toEqual(fresh.raw.list())
        const { messages, seq: head } = await fresh.ask({ type: 'history', room })
        expect([messages, head]).toEqual([who.raw.list(), seq])
        const { messages: changed } = await fresh.ask({
          type: 'changes',
          room,
          epoch: fresh.raw.epoch,
          since: 0,
          from: 1,
          to: seq,
        })
        expect(changed.map(({ id }: Any) => id)).toEqual([one, two, three, four])
        fresh.end()
      }
      expect(back.raw.list()).toMatchObject([
        { id: one, text: '', deleted: true },
        { id: two, text: 'Two', replyTo: { deleted: true, text: '' }, reactions: [{ emoji: '🎉', count: 1 }] },
        { id: three, text: '', deleted: true },
        { id: four, text: 'four', replyTo: { text: 'Two' } },
      ])
      ann.end()
      back.end()
    })
  },
)
