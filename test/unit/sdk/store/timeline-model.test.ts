import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Message } from '../../../../sdk/protocol/records.ts'
import type { HistoryReply } from '../../../../sdk/protocol/replies.ts'
import { timeline } from '../../../../sdk/store/timeline.ts'
import { applyAround } from '../../../../sdk/store/timeline-around.ts'
import {
  EMPTY_TIMELINE,
  firstSeq,
  lastSeq,
  type Row,
  type Timeline,
  type TimelineEvent,
} from '../../../../sdk/store/timeline-state.ts'

const OPS = 'post post own hear hear resync epoch older newer newer late cut end gone around around'.split(' ')

const seqsOf = (rows: readonly Row[]) => rows.flatMap(row => (row.kind === 'message' ? [row.message.seq] : []))

/** A server's log, and a client that follows it, reads a part of it and lets go of the rest. */
class Model {
  state: Timeline = EMPTY_TIMELINE
  readonly log: Message[] = []
  /** cids of what this user wrote and nobody acknowledged. */
  readonly pending = new Set<string>()
  #position = 0
  #epoch = 1
  /** An answer that is still on its way. */
  #late: TimelineEvent | undefined

  run(op: string | undefined, n: number): void {
    const shown = this.state.rows
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
          this.#position = message.seq
          this.#do({ type: 'message', message })
        }
        break
      case 'resync':
        this.#page(n, this.state.ready)
        break
      case 'epoch':
        this.#epoch++
        this.#page(n, false)
        return
      case 'older': {
        const before = firstSeq(this.state.rows)
        if (this.state.older !== 'more') break
        // where nothing is held that is the end of the log, of which no more is told then
        if (before === 0) this.#position = this.log.length
        this.#do({ type: 'older', before, fetched: 'asked' })
        this.#answer({ type: 'older', before, fetched: this.#history(before, n) })
        break
      }
      case 'newer': {
        const after = lastSeq(this.state.rows)
        if (this.state.newer !== 'more') break
        this.#do({ type: 'newer', after, before: after, fetched: 'asked' })
        const before = after + 1 + n
        this.#answer({ type: 'newer', after, before, fetched: this.#history(before, n) })
        break
      }
      case 'late':
        // what was asked for before something else happened, and comes again
        if (this.#late) this.#do(this.#late)
        break
      case 'cut': {
        const from = Math.floor(this.state.rows.length / n / 2)
        this.#do({ type: 'cut', from, to: from + 2 * n })
        return
      }
      case 'end':
        this.#do({ type: 'end' })
        return
      case 'gone': {
        // nothing that is held can be brought up to date
        this.#do({ type: 'reader' })
        const { stale } = this.state
        if (stale) this.#do({ type: 'changes', stale, fetched: 'gone' })
        return
      }
      case 'around':
        this.#around(n)
        return
    }
    const now = new Set(seqsOf(this.state.rows))
    expect(seqsOf(shown).filter(seq => !now.has(seq))).toEqual([])
  }

  check(): void {
    const { state } = this
    const [shown, tail] = [seqsOf(state.rows), seqsOf(state.tail)]
    this.#unbroken(shown)
    this.#unbroken(tail)
    const end = state.newer === 'none' ? shown : tail
    const isEmpty = state.older === 'more' && end.length === 0
    if (state.ready && !isEmpty) expect(end.at(-1) ?? 0).toBe(this.#position)
    if (state.newer === 'none') expect(tail).toEqual([])
    else expect(tail[0]).toBeGreaterThan(shown.at(-1) ?? 0)
    if (state.ready && state.older === 'none') expect(shown[0] ?? 1).toBe(1)
    const rows = new Set(
      [...state.rows, ...state.tail].flatMap(row => (row.kind === 'message' ? [row.message.cid] : [])),
    )
    const drafts = state.drafts.map(({ cid }) => cid)
    expect(new Set(drafts).size).toBe(drafts.length)
    for (const cid of drafts) expect(rows.has(cid)).toBe(false)
    const arrived = (cid: string) => this.log.some(message => message.cid === cid && message.seq <= this.#position)
    if (state.ready) for (const cid of this.pending) if (!arrived(cid)) expect(drafts).toContain(cid)
  }

  /** Whoever goes on reading sees everything, once. */
  readAll(): void {
    if (!this.state.ready) this.#page(3, false)
    for (let i = 0; i < 1_000 && this.state.newer !== 'none'; i++) this.run('newer', 3)
    for (let i = 0; i < 1_000 && this.state.older !== 'none'; i++) this.run('older', 3)
    expect(seqsOf(this.state.rows)).toEqual(this.log.slice(0, this.#position).map(({ seq }) => seq))
  }

  #unbroken(seqs: readonly number[]): void {
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index))
  }

  #post(cid: string): void {
    const seq = this.log.length + 1
    const user = { id: cid.startsWith('own') ? 'me' : 'other', name: '' }
    this.log.push({ room: 'lobby', seq, id: `m${seq}`, cid, user, text: '', sentAt: seq })
  }

  #history(before: number, limit: number): HistoryReply {
    const end = before === 0 ? this.log.length : before - 1
    const messages = this.log.slice(Math.max(0, end - limit), end)
    return { epoch: `e${this.#epoch}`, messages, more: (messages[0]?.seq ?? 1) > 1 } as unknown as HistoryReply
  }

  #page(limit: number, keep: boolean): void {
    const { messages, more, epoch } = this.#history(this.log.length + 1, limit)
    this.#position = this.log.length
    this.#do({ type: 'page', messages, more, keep, epoch })
  }

  /** Somewhere in the log, as the server pages around a message; of another epoch, where it comes too late. */
  #around(n: number): void {
    const at = (this.log.length * (n % 7)) / 7
    const [from, to] = [Math.max(0, Math.floor(at) - n), Math.floor(at) + n]
    const messages = this.log.slice(from, to)
    const epoch = `e${n % 5 === 4 ? this.#epoch - 1 : this.#epoch}`
    const page = { epoch, seq: this.log.length, messages, more: from > 0, newer: to < this.log.length }
    const told = messages.filter(({ seq }) => seq <= this.state.head)
    const before = this.state
    this.#do({ type: 'moved', messages: told, to: state => applyAround(state, page) })
    const seqs = seqsOf(this.state.rows)
    if (before.ready && before.rows.length > 0 && epoch === `e${this.#epoch}`)
      for (const { seq } of told) expect(seqs).toContain(seq)
    else expect(this.state.rows).toBe(before.rows)
  }

  #answer(event: TimelineEvent): void {
    this.#late = event
    this.#do(event)
  }

  #do(event: TimelineEvent): void {
    this.state = timeline(this.state, event)
  }
}

const AHEAD: [op: string, n: number][] = [
  ['post', 1],
  ['epoch', 1],
  ['post', 2],
  ['resync', 1],
  ['own', 1],
  ['newer', 3],
]
/** A room that goes on where nothing of before is held. */
const EMPTY: [op: string, n: number][] = [
  ['post', 3],
  ['resync', 6],
  ['gone', 1],
  ['post', 2],
  ['resync', 6],
]

test('[TL22] whatever comes, what is read is a part of the log without a gap, and reading on leads to all of it', () => {
  const op = fc.tuple(fc.constantFrom(...OPS), fc.integer({ min: 1, max: 6 }))
  fc.assert(
    fc.property(fc.array(op, { maxLength: 60 }), ops => {
      const model = new Model()
      for (const [name, n] of ops) {
        model.run(name, n)
        model.check()
      }
      model.readAll()
    }),
    // a page that has come further than what was told
    { numRuns: 1_000, examples: [[AHEAD], [EMPTY]] },
  )
})
