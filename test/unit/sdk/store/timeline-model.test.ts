import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Message } from '../../../../sdk/protocol/records.ts'
import type { HistoryReply } from '../../../../sdk/protocol/replies.ts'
import { timeline } from '../../../../sdk/store/timeline.ts'
import { EMPTY_TIMELINE, firstSeq, type Timeline, type TimelineEvent } from '../../../../sdk/store/timeline-state.ts'

const OPS = ['post', 'post', 'own', 'hear', 'hear', 'resync', 'epoch', 'older', 'fill', 'late', 'trim'] as const

/** A server's log, a client that follows it, and which messages a reader must see. */
class Model {
  state: Timeline = EMPTY_TIMELINE
  shown = new Set<number>()
  readonly log: Message[] = []
  /** cids of what this user wrote and nobody acknowledged. */
  readonly pending = new Set<string>()
  #position = 0
  #epoch = 1
  /** An answer that is still on its way. */
  #late: TimelineEvent | undefined

  run(op: (typeof OPS)[number], n: number): void {
    const before = { shown: [...this.shown], epoch: this.#epoch }
    switch (op) {
      case 'post':
        for (let i = 0; i < n; i++) this.#post(`other${this.log.length}`)
        break
      case 'own':
        this.pending.add(`own${this.log.length}`)
        this.#do({ type: 'draft', draft: { cid: `own${this.log.length}`, text: '', createdAt: 1 } })
        this.#post(`own${this.log.length}`)
        break
      case 'hear':
        if (!this.state.ready) break
        for (const message of this.log.slice(this.#position, this.#position + n)) {
          this.shown.add(message.seq)
          this.#position = message.seq
          this.#do({ type: 'message', message })
        }
        break
      case 'resync':
        this.#page(n, this.state.ready)
        break
      case 'epoch':
        this.#epoch++
        this.shown.clear()
        this.#page(n, false)
        break
      case 'older': {
        const first = firstSeq(this.state.rows)
        if (this.state.older !== 'more' || first === 0) break
        this.#do({ type: 'older', before: first, fetched: 'asked' })
        this.#answer({ type: 'older', before: first, fetched: this.#history(first, n) })
        break
      }
      case 'fill': {
        const hole = this.state.rows.find(row => row.kind === 'hole')
        if (hole?.kind !== 'hole') break
        this.#do({ type: 'fill', before: hole.before, fetched: 'asked' })
        this.#answer({ type: 'fill', before: hole.before, fetched: this.#history(hole.before, n) })
        break
      }
      case 'late':
        // what was asked for before something else happened, and comes again
        if (this.#late) this.#do(this.#late)
        this.shown = new Set(this.seqs)
        break
      case 'trim':
        this.#do({ type: 'trim', rows: 10 * n })
        this.shown = new Set(this.seqs)
        return
    }
    if (before.epoch === this.#epoch) expect(before.shown.filter(seq => !this.shown.has(seq))).toEqual([])
  }

  get seqs(): number[] {
    return this.state.rows.flatMap(row => (row.kind === 'message' ? [row.message.seq] : []))
  }

  check(): void {
    const { seqs, state } = this
    expect(seqs).toEqual([...this.shown].sort((a, b) => a - b))
    let last: number | undefined
    let hole = false
    for (const row of state.rows) {
      if (row.kind === 'hole') hole = true
      if (row.kind !== 'message') continue
      const { seq } = row.message
      if (last !== undefined) expect([last, seq, hole]).toEqual([last, seq, seq > last + 1])
      last = seq
      hole = false
    }
    const rows = new Set(state.rows.flatMap(row => (row.kind === 'message' ? [row.message.cid] : [])))
    const drafts = state.drafts.map(({ cid }) => cid)
    expect(new Set(drafts).size).toBe(drafts.length)
    for (const cid of drafts) expect(rows.has(cid)).toBe(false)
    const arrived = (cid: string) => this.log.some(message => message.cid === cid && message.seq <= this.#position)
    if (state.ready) for (const cid of this.pending) if (!arrived(cid)) expect(drafts).toContain(cid)
  }

  #post(cid: string): void {
    const seq = this.log.length + 1
    const user = { id: cid.startsWith('own') ? 'me' : 'other', name: '' }
    this.log.push({ room: 'lobby', seq, id: `m${seq}`, cid, user, text: '', sentAt: seq })
  }

  #history(before: number, limit: number): HistoryReply {
    const messages = this.log.slice(Math.max(0, before - 1 - limit), before - 1)
    return { epoch: `e${this.#epoch}`, messages, more: (messages[0]?.seq ?? 1) > 1 } as unknown as HistoryReply
  }

  #page(limit: number, keep: boolean): void {
    const { messages, more, epoch } = this.#history(this.log.length + 1, limit)
    const head = keep ? this.state.head : 0
    for (const { seq } of messages) if (seq > head) this.shown.add(seq)
    this.#position = this.log.length
    this.#do({ type: 'page', messages, more, keep, epoch })
  }

  #answer(event: Extract<TimelineEvent, { type: 'older' | 'fill' }>): void {
    this.#late = event
    if (typeof event.fetched === 'object') for (const { seq } of event.fetched.messages) this.shown.add(seq)
    this.#do(event)
  }

  #do(event: TimelineEvent): void {
    this.state = timeline(this.state, event)
  }
}

test('[TL22] whatever comes, every known message is shown in order and once, and what is missing is a hole', () => {
  const op = fc.tuple(fc.constantFrom(...OPS), fc.integer({ min: 1, max: 6 }))
  fc.assert(
    fc.property(fc.array(op, { maxLength: 60 }), ops => {
      const model = new Model()
      for (const [name, n] of ops) {
        model.run(name, n)
        model.check()
      }
    }),
    { numRuns: 1_000 },
  )
})
