import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ADA, type Harness, harness, joined, message } from '../../../../support/client-harness.ts'
import { DraftBox, type DraftBoxMood } from '../../../../support/draft-box.ts'
import type { FakeSocket, Frame } from '../../../../support/fake-socket.ts'
import { settle } from '../../../../support/virtual-clock.ts'

const OPS = ['send', 'send', 'send', 'serve', 'half', 'drop', 'refuse', 'wait', 'reload', 'release'] as const
type Op = (typeof OPS)[number]

async function turns(n: number): Promise<void> {
  for (let i = 0; i < n; i++) await settle()
}

/** One person whose tab crashes and reloads, and a server that knows each cid once. */
class Story {
  readonly box: DraftBox
  readonly written: string[] = []
  readonly accepted: { cid: string; text: string }[] = []
  /** What the person saw deleted or failed; nobody refuses for good here. */
  readonly failed: string[] = []
  readonly #pages: boolean
  readonly #answered = new Map<FakeSocket, number>()
  #kit: Harness
  #lives = 0

  constructor(mood: DraftBoxMood, pages: boolean) {
    this.box = new DraftBox(mood)
    this.#pages = pages
    this.#kit = this.#open()
  }

  get #room() {
    return this.#kit.client.room('lobby')
  }

  get drafts() {
    return this.#room.drafts
  }

  async run(op: Op): Promise<void> {
    const socket = this.#kit.sockets.all.at(-1)
    if (op === 'send') {
      const text = `text ${this.written.length}`
      this.written.push(text)
      this.#room.send(text)
    } else if (op === 'reload') {
      await settle()
      this.box.crash()
      for (const each of this.#kit.sockets.all) if (each.readyState === 1) each.drop()
      const dead = this.#kit
      this.#kit = this.#open(dead.clock.now())
      dead.client.close()
    } else if (op === 'release') {
      void this.#kit.client.release('lobby')
      this.#enter(this.#kit)
    } else if (op === 'wait') await this.#pass(4_000)
    else if (op === 'drop') socket?.drop()
    else if (socket) this.#serve(socket, op)
    await settle()
    await this.online()
  }

  /** Everything is well again, for long enough. */
  async heal(): Promise<void> {
    this.box.mood = {}
    for (let round = 0; round < 40; round++) {
      await this.run('serve')
      await this.#pass(1_000)
    }
  }

  async online(): Promise<void> {
    const { client, clock, welcome } = this.#kit
    while (client.status.status !== 'online') {
      if (client.status.status === 'waiting') await this.#pass(client.status.retryAt - clock.now())
      await welcome([this.#joined()])
    }
  }

  /** A store that is slow answers before time goes on. */
  async #pass(ms: number): Promise<void> {
    await turns(30)
    await this.#kit.clock.run(ms)
  }

  close(): void {
    this.#kit.client.close()
  }

  #open(now?: number): Harness {
    const life = ++this.#lives
    let cids = 0
    const kit = harness({ drafts: this.box.store(), user: ADA, cid: () => `${life}-${++cids}` })
    if (now) kit.clock.advance(now - kit.clock.now())
    this.#enter(kit)
    kit.client.connect().catch(() => {})
    return kit
  }

  #enter({ client }: Harness): void {
    client
      .room('lobby')
      .join()
      .catch(() => {})
  }

  /** What a join brings. */
  #joined(): object {
    const messages = this.#pages ? this.accepted.map((each, i) => message(i + 1, { ...each, user: ADA })) : []
    return joined({ seq: this.accepted.length, messages, more: !this.#pages })
  }

  #serve(socket: FakeSocket, how: Op): void {
    for (let i = this.#answered.get(socket) ?? 0; i < socket.sent.length; i++) {
      const frame = socket.sent[i] as Frame
      this.#answered.set(socket, i + 1)
      if (frame.type === 'leave') socket.hear({ type: 'ok', ref: frame.ref })
      if (frame.type === 'join') socket.hear({ type: 'ok', ref: frame.ref, ...this.#joined() })
      if (frame.type !== 'send_message') continue
      if (how === 'refuse') {
        socket.hear({
          type: 'error',
          ref: frame.ref,
          code: 'unavailable',
          message: '',
          retryable: true,
          retryAfterMs: 50,
        })
        continue
      }
      const { cid, text } = frame as unknown as { cid: string; text: string }
      const known = this.accepted.findIndex(each => each.cid === cid)
      if (known < 0) this.accepted.push({ cid, text })
      if (how === 'half') {
        socket.drop()
        return
      }
      const seq = known < 0 ? this.accepted.length : known + 1
      socket.hear({ type: 'ok', ref: frame.ref, room: 'lobby', seq, id: `m${seq}`, sentAt: 1, duplicate: known >= 0 })
    }
  }
}

const ops = fc.array(fc.constantFrom(...OPS), { maxLength: 30 })

test('[CL20] [CL21] [CL22] [CL244] whatever is cut, refused, reloaded and released, all that was written is sent once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(ops, fc.boolean(), fc.boolean(), async (each, pages, slow) => {
      const story = new Story(slow ? { wait: () => turns(5) } : {}, pages)
      for (const op of each) {
        // a crash loses what the store is just being given; a release does not, but while the clock stands still nobody
        // knows what is written behind drafts that were not fetched yet
        if ((op === 'reload' || op === 'release') && slow) await turns(400)
        await story.run(op)
      }
      await story.heal()
      expect(story.accepted.map(({ text }) => text)).toEqual(story.written)
      expect([story.drafts, story.box.drafts]).toEqual([[], []])
      story.close()
    }),
    // drafts that are written faster than the clock goes
    { numRuns: 100, examples: [[['send', 'send', 'reload', 'send', 'reload'], false, true]] },
  )
}, 60_000)

test('[CL23] with a store that fails and loses, what is sent is sent once, and without a reload or a release nothing is lost', async () => {
  const luck = fc.infiniteStream(fc.integer({ min: 0, max: 3 }))
  await fc.assert(
    fc.asyncProperty(ops, luck, async (each, dice) => {
      const roll = () => dice.next().value === 0
      const story = new Story({ fails: roll, loses: roll }, false)
      for (const op of each) await story.run(op)
      await story.heal()
      const texts = story.accepted.map(({ text }) => text)
      expect(new Set(texts).size).toBe(texts.length)
      expect(story.drafts).toEqual([])
      if (!each.includes('reload') && !each.includes('release')) expect(texts).toEqual(story.written)
      story.close()
    }),
    { numRuns: 100 },
  )
}, 60_000)
