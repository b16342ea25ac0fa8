import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Message } from '../../../../sdk/protocol/records.ts'
import { ClientStore } from '../../../../sdk/store/client-store.ts'
import { RoomStore } from '../../../../sdk/store/room-store.ts'
import type { MessageItem } from '../../../../sdk/store/view-model.ts'
import { ChangingRoom } from '../../../support/changing-room.ts'
import { ADA, BOB, harness, joined } from '../../../support/client-harness.ts'
import type { FakeSocket, Frame } from '../../../support/fake-socket.ts'
import { settle } from '../../../support/virtual-clock.ts'

const REQUESTS = ['history', 'changes', 'users', 'edit_message', 'delete_message', 'react', 'pin_message']
const OPS = [
  'post post reply edit edit delete react react pin hear hear hear serve serve answer answer'.split(' '),
  'cut older newer read read end own-edit own-edit own-react own-delete own-pin'.split(' '),
].flat()

/** A client that reads, changes and is cut off, and its server, whose answers and events overtake each other. */
class Play {
  readonly #kit = harness()
  readonly #server = new ChangingRoom(ADA)
  readonly #client = new ClientStore({ client: this.#kit.client, clock: this.#kit.clock })
  readonly store = new RoomStore({ client: this.#client, room: 'lobby', lang: 'en', clock: this.#kit.clock })
  #socket: FakeSocket | undefined
  /** Events on their way to the client. */
  #events: object[] = []
  /** Answers on their way to the client. */
  #answers: object[] = []
  #served = 0

  async start(): Promise<void> {
    for (let i = 0; i < 12; i++) this.#server.post(i % 2 ? ADA : BOB, `s${i}`, `text ${i}`, i % 3 ? undefined : 1)
    this.store.start()
    this.#client.start(true)
    this.#socket = await this.#kit.welcome([joined(this.#server.join(undefined, 0))])
  }

  async run(op: string, n: number): Promise<void> {
    const { room } = this.store
    const shown = this.items().filter(({ seq }) => seq > 0)
    const mine = shown[n % Math.max(1, shown.length)]
    const { id = '' } = mine ?? {}
    switch (op) {
      case 'post':
        return this.#publish(this.#server.post(BOB, `b${this.#server.head}`, 'new'))
      case 'reply':
        return this.#publish(this.#server.post(BOB, `b${this.#server.head}`, 'answer', n % 6))
      case 'edit':
        return this.#change(n, { type: 'edit_message', text: `edit ${this.#server.head}` })
      case 'delete':
        return this.#change(n, { type: 'delete_message' })
      case 'react':
        return this.#change(n, { type: 'react', emoji: n % 2 ? '👍' : '🎉', on: n % 3 > 0 })
      case 'pin':
        return this.#change(n, { type: 'pin_message', on: n % 2 > 0 })
      case 'hear':
        return this.#hear(n)
      case 'serve':
        return this.#serve()
      case 'answer': {
        const answer = this.#answers.shift()
        // in one frame with what comes next, or alone
        if (answer) this.#socket?.hear(answer, ...this.#events.splice(0, n % 3))
        // as between the tasks of two frames: all that was promised goes on
        return settle()
      }
      case 'cut':
        return this.#cut(n)
      case 'older':
      case 'newer':
        this.store.dispatch({ type: op })
        return
      case 'read':
        this.store.reading = mine?.key
        return
      case 'end':
        this.store.reading = undefined
        return
      case 'own-edit':
        if (id) room.edit(id, `mine ${n}`)
        return
      case 'own-react':
        if (id) room.react(id, '👍', n % 2 > 0)
        return
      case 'own-pin':
        if (id) room.pin(id, n % 2 > 0)
        return
      case 'own-delete':
        if (id && n > 15) room.delete(id)
    }
  }

  /** Until nothing is on its way. */
  async calm(): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      const before = [this.#server.head, this.#served, this.#socket?.sent.length].join()
      this.#serve()
      for (const answer of this.#answers.splice(0)) this.#socket?.hear(answer)
      this.#hear(1_000)
      await this.#kit.clock.run(500)
      quiet = before === [this.#server.head, this.#served, this.#socket?.sent.length].join() ? quiet + 1 : 0
    }
  }

  items(): MessageItem[] {
    return this.store.view.log.items.filter((item): item is MessageItem => item.kind === 'message')
  }

  check(): void {
    const held = new Map(this.#server.messages().map(message => [message.id, message]))
    const { log } = this.store.view
    expect([log.stale, this.store.room.drafts.filter(({ state }) => state.status === 'pending')]).toEqual([
      undefined,
      [],
    ])
    for (const item of this.items()) expect(facts(item)).toEqual(facts(held.get(item.id ?? '')))
    if (log.newer === 'none') expect(this.items().at(-1)?.id).toBe(this.#server.messages().at(-1)?.id)
  }

  close(): void {
    this.store.stop()
    this.#kit.client.close()
  }

  #publish(event: object | undefined): void {
    if (event) this.#events.push(event)
  }

  #change(n: number, ask: Partial<Frame>): void {
    const messages = this.#server.messages()
    const messageId = messages.at(-1 - (n % Math.min(messages.length, 15)))?.id
    this.#publish(this.#server.change(n % 4 ? BOB : ADA, `o${this.#server.head}`, { ...ask, messageId }))
  }

  #serve(): void {
    for (const frame of this.#socket?.sent.slice(this.#served) ?? []) {
      this.#served++
      if (!REQUESTS.includes(frame.type)) continue
      const head = this.#server.head
      this.#answers.push(this.#server.answer(frame))
      this.#events.push(...this.#server.after(head))
    }
  }

  #hear(n: number): void {
    const events = this.#events.splice(0, n)
    if (events.length > 0) this.#socket?.hear(...events)
  }

  /** Away while `n` things happen, of which at most six can be made up for. */
  async #cut(n: number): Promise<void> {
    const position = this.store.room.state
    const seq = position.status === 'joined' ? position.position.seq : undefined
    this.#socket?.drop()
    this.#events = []
    this.#answers = []
    this.#served = 0
    for (let i = 1; i <= n; i++)
      await this.run(['edit', 'post', 'delete', 'react', 'reply', 'pin'][(i * n) % 6] ?? '', i)
    this.#events = []
    await this.#kit.nextTry()
    this.#socket = await this.#kit.welcome([joined(this.#server.join(seq, 6))])
  }
}

/** What people see of a message, and by what they refer to it. */
function facts(message: MessageItem | Message | undefined): object {
  const { id, text, rev, deleted, pinned, reactions, editedAt, replyTo } = message ?? {}
  const quote = replyTo && [replyTo.messageId, replyTo.text, replyTo.deleted]
  return JSON.parse(JSON.stringify({ id, text, rev, deleted: deleted === true, pinned, reactions, editedAt, quote }))
}

test('[TL162] whatever overtakes what, is cut and comes late, every message is shown as it stands in the end', async () => {
  const op = fc.tuple(fc.constantFrom(...OPS), fc.nat(20))
  await fc.assert(
    fc.asyncProperty(fc.array(op, { maxLength: 60 }), async ops => {
      const play = new Play()
      await play.start()
      for (const [name, n] of ops) {
        await play.run(name, n)
        if (n % 2) await settle()
      }
      await play.calm()
      play.check()
      play.close()
    }),
    // a change comes before the answer about what was kept
    {
      numRuns: 500,
      examples: [
        [
          [
            ['own-edit', 0],
            ['cut', 7],
          ],
        ],
      ],
    },
  )
}, 60_000)
