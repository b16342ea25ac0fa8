import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Room } from '../../../../../sdk/client/types.ts'
import { harness, joined } from '../../../../support/client-harness.ts'
import { DraftBox } from '../../../../support/draft-box.ts'
import type { FakeSocket, Frame } from '../../../../support/fake-socket.ts'
import { settle } from '../../../../support/virtual-clock.ts'

const KINDS = ['send_message', 'edit_message', 'delete_message', 'react', 'pin_message']
const OPS = 'edit edit pin delete send react react answer answer answer busy lose cut reload'.split(' ')

/** A person who changes messages from tab to tab, and a server that grants each cid once. */
class Life {
  readonly #box = new DraftBox()
  readonly #granted = new Map<unknown, number>()
  /** What the server did, and what was wished, for each message in order. */
  readonly done: string[] = []
  readonly wished: string[] = []
  #tabs = 0
  #kit = this.#open()
  #socket: FakeSocket | undefined
  #room: Room | undefined
  #answered = 0
  #seq = 0

  async start(): Promise<void> {
    const { socket, room } = await this.#kit.enter()
    this.#socket = socket
    this.#room = room
    this.#answered = 0
  }

  async run(op: string, n: number): Promise<void> {
    const room = this.#room
    const id = `m${n % 3}`
    const wish = (text: string) => this.wished.push(text)
    switch (op) {
      case 'edit':
        room?.edit(id, `${this.wished.length}`)
        return void wish(`${id} edit_message ${this.wished.length}`)
      case 'pin':
        room?.pin(id, n % 2 > 0)
        return void wish(`${id} pin_message ${n % 2 > 0}`)
      case 'delete':
        room?.delete(id, { reason: `${this.wished.length}` })
        return void wish(`${id} delete_message ${this.wished.length}`)
      case 'send':
        room?.send(`${this.wished.length}`)
        return void wish(`- send_message ${this.wished.length}`)
      case 'react':
        // wishes are another test's
        return void room?.react(id, '👍', n % 2 > 0)
      case 'answer':
        return void this.#next(frame => this.#grant(frame))
      case 'busy':
        return void this.#next(({ ref }) => {
          const refusal = { code: 'rate_limited', message: 'Wait.', retryable: true, retryAfterMs: 50 }
          this.#socket?.hear({ type: 'error', ref, ...refusal })
        })
      case 'lose':
        // granted, and the answer is lost with the socket
        if (this.#next(frame => void this.#do(frame))) await this.#cut()
        return
      case 'cut':
        return this.#cut()
      case 'reload':
        await settle()
        this.#box.crash()
        this.#kit.client.close()
        this.#kit = this.#open()
        return this.start()
    }
  }

  async calm(): Promise<void> {
    for (let i = 0; i < 5; i++) {
      await this.#kit.clock.run(1_000)
      while (this.#next(frame => this.#grant(frame)));
    }
    await settle()
    expect([this.#room?.drafts, this.#box.drafts]).toEqual([[], []])
    this.#kit.client.close()
  }

  #open() {
    let cids = 0
    const tab = this.#tabs++
    return harness({ drafts: this.#box.store(), cid: () => `t${tab}-${++cids}` })
  }

  async #cut(): Promise<void> {
    this.#socket?.drop()
    await this.#kit.nextTry()
    this.#socket = await this.#kit.welcome([joined()])
    this.#answered = 0
  }

  #next(take: (frame: Frame) => void): boolean {
    const frames = this.#socket?.sent.filter(({ type }) => KINDS.includes(type)) ?? []
    const open = frames.slice(this.#answered).map(({ messageId }) => messageId)
    const targets = open.filter(id => id !== undefined)
    expect(new Set(targets).size, 'of one message one is on the wire').toBe(targets.length)
    const frame = frames[this.#answered]
    if (!frame) return false
    this.#answered++
    take(frame)
    return true
  }

  #do(frame: Frame): number {
    const before = this.#granted.get(frame.cid)
    if (before !== undefined) return before
    const { type, messageId = '-', text, reason, on } = frame
    if (type !== 'react') this.done.push(`${messageId} ${type} ${text ?? reason ?? on}`)
    this.#granted.set(frame.cid, ++this.#seq)
    return this.#seq
  }

  #grant(frame: Frame): void {
    const seq = this.#do(frame)
    const ok = { room: 'lobby', seq, id: `n${seq}`, target: 1, sentAt: 1, editedAt: 1, count: 1, duplicate: false }
    this.#socket?.hear({ type: 'ok', ref: frame.ref, ...ok })
  }
}

const ofEach = (lines: readonly string[]) => ['m0', 'm1', 'm2'].map(id => lines.filter(line => line.startsWith(id)))

test('[CL160] [CL161] [CL164] whatever is cut, refused and reloaded, all is done once, and in order for each message', async () => {
  const op = fc.tuple(fc.constantFrom(...OPS), fc.nat(11))
  await fc.assert(
    fc.asyncProperty(fc.array(op, { maxLength: 50 }), async ops => {
      const life = new Life()
      await life.start()
      for (const [name, n] of ops) await life.run(name, n)
      await life.calm()
      expect(ofEach(life.done)).toEqual(ofEach(life.wished))
      expect([...life.done].sort()).toEqual([...life.wished].sort())
    }),
    { numRuns: 200 },
  )
}, 60_000)
