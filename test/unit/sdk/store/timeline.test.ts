import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Message } from '../../../../sdk/protocol/records.ts'
import { timeline } from '../../../../sdk/store/timeline.ts'
import {
  EMPTY_TIMELINE,
  firstSeq,
  lastSeq,
  type Stale,
  type Timeline,
  type TimelineEvent,
} from '../../../../sdk/store/timeline-state.ts'

const me = { id: 'u1', name: 'Ada' }
const message = (seq: number, over: Partial<Message> = {}): Message => ({
  room: 'lobby',
  seq,
  id: `id${seq}`,
  cid: `cid${seq}`,
  user: me,
  text: `text ${seq}`,
  sentAt: seq * 1000,
  ...over,
})
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => message(from + i))
const page = (from: number, to: number, more = true, keep = false, epoch = 'e1'): TimelineEvent => ({
  type: 'page',
  messages: range(from, to),
  more,
  keep,
  epoch,
})
const run = (events: TimelineEvent[], state: Timeline = EMPTY_TIMELINE) => events.reduce(timeline, state)
const shown = (state: Timeline) => state.rows.map(row => (row.kind === 'message' ? row.message.seq : 'notice'))
const tail = ({ tail }: Timeline) => shown({ ...EMPTY_TIMELINE, rows: tail })
const reply = (from: number, to: number, more: boolean, epoch = 'e1') => ({
  epoch,
  seq: to,
  messages: range(from, to),
  more,
  newer: true,
})

describe('pages and messages', () => {
  test('[TL1] the first page makes the log ready, and says whether there is more', () => {
    expect(EMPTY_TIMELINE.ready).toBe(false)
    expect(run([page(5, 7)])).toMatchObject({ ready: true, older: 'more', head: 7, epoch: 'e1' })
    expect(run([page(1, 2, false)]).older).toBe('none')
    expect(run([{ type: 'page', messages: [], more: false, keep: false, epoch: 'e1' }])).toMatchObject({
      ready: true,
      rows: [],
    })
  })

  test('[TL2] a message that is known already changes nothing', () => {
    const state = run([page(1, 3), { type: 'message', message: message(4) }])
    expect(shown(state)).toEqual([1, 2, 3, 4])
    for (const seq of [1, 4]) expect(timeline(state, { type: 'message', message: message(seq) })).toBe(state)
  })

  test('[TL3] a page of the same epoch keeps what is read, and is the end of the log', () => {
    const state = run([page(1, 3)])
    const gap = run([page(7, 9, true, true)], state)
    expect([shown(gap), gap.newer, tail(gap)]).toEqual([[1, 2, 3], 'more', [7, 8, 9]])
    const next = run([page(20, 22, true, true), { type: 'message', message: message(23) }], gap)
    expect([shown(next), next.newer, tail(next)]).toEqual([[1, 2, 3], 'more', [20, 21, 22, 23]])
    expect(shown(run([page(4, 6, true, true)], state))).toEqual([1, 2, 3, 4, 5, 6])
    expect(shown(run([page(2, 6, true, true)], state))).toEqual([1, 2, 3, 4, 5, 6])
    expect(shown(run([page(7, 9, false, true)], state)), 'the server has nothing older').toEqual([1, 2, 3, 7, 8, 9])
    expect(gap.older).toBe('more')
  })

  test('[TL3] a page of another epoch drops what is shown', () => {
    const state = run([page(1, 3), page(7, 9, true, false, 'e2')])
    expect(shown(state)).toEqual([7, 8, 9])
    expect(state.epoch).toBe('e2')
  })

  test('[TL3] a page is taken whole where nothing is held any more, also what lies before the place of before', () => {
    const state = run([page(1, 7, false), { type: 'reader' }])
    const gone = run([{ type: 'changes', stale: state.stale as Stale, fetched: 'gone' }], state)
    expect([shown(gone), gone.older, gone.head]).toEqual([[], 'more', 7])
    const again = run([page(3, 12, true, true)], gone)
    expect([shown(again), again.older, again.head]).toEqual([range(3, 12).map(({ seq }) => seq), 'more', 12])
    expect(run([page(1, 12, false, true)], gone)).toMatchObject({ older: 'none', newer: 'none', head: 12 })
  })

  test('[TL4] a page shows known messages as they stand now', () => {
    const state = run([page(1, 3)])
    const deleted = message(2, { text: '', deleted: true })
    const next = run([{ type: 'page', messages: [deleted, message(3)], more: true, keep: true, epoch: 'e1' }], state)
    expect(next.rows[1]).toMatchObject({ kind: 'message', message: deleted })
    expect(next.rows[0]).toBe(state.rows[0])
  })
})

describe('older history and holes', () => {
  test('[TL5] older messages go above the first, until there are none', () => {
    const asked = run([page(10, 12), { type: 'older', before: 10, fetched: 'asked' }])
    expect(asked.older).toBe('loading')
    const more = run([{ type: 'older', before: 10, fetched: reply(7, 9, true) }], asked)
    expect(shown(more)).toEqual([7, 8, 9, 10, 11, 12])
    expect(more.older).toBe('more')
    const all = run(
      [
        { type: 'older', before: 7, fetched: 'asked' },
        { type: 'older', before: 7, fetched: reply(1, 6, false) },
      ],
      more,
    )
    expect(all.older).toBe('none')
    expect(firstSeq(all.rows)).toBe(1)
  })

  test('[TL5] an answer for a top that has moved since, or of another epoch, adds nothing', () => {
    const asked = run([page(10, 12), { type: 'older', before: 10, fetched: 'asked' }])
    for (const late of [
      run([{ type: 'older', before: 20, fetched: reply(17, 19, true) }], asked),
      run([{ type: 'older', before: 10, fetched: reply(7, 9, true, 'e2') }], asked),
    ]) {
      expect(shown(late)).toEqual([10, 11, 12])
      expect(late.older).toBe('more')
    }
    expect(run([{ type: 'older', before: 10, fetched: 'failed' }], asked).older).toBe('failed')
    expect(
      run([{ type: 'older', before: 10, fetched: reply(7, 9, true) }], run([page(10, 12)])).older,
      'not asked',
    ).toBe('more')
  })

  test('[TL5] a page that brings nothing new ends the paging', () => {
    const state = run([
      page(10, 12),
      { type: 'older', before: 10, fetched: 'asked' },
      { type: 'older', before: 10, fetched: reply(11, 12, true) },
    ])
    expect(state.older).toBe('none')
  })

  test('[TL6] newer messages go below the last, until they touch the end of the log', () => {
    const asked = (after: number): TimelineEvent => ({ type: 'newer', after, before: after, fetched: 'asked' })
    const answer = (after: number, before: number, from: number, to: number): TimelineEvent => {
      return { type: 'newer', after, before, fetched: reply(from, to, true) }
    }
    const gap = run([page(1, 3), page(10, 12, true, true), asked(3)])
    expect(gap.newer).toBe('loading')
    const half = run([answer(3, 7, 4, 6)], gap)
    expect([shown(half), half.newer, tail(half)]).toEqual([[1, 2, 3, 4, 5, 6], 'more', [10, 11, 12]])
    const all = run([asked(6), answer(6, 11, 2, 10)], half)
    expect([shown(all), all.newer, tail(all)]).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 'none', []])
    const gone = run([asked(6), { type: 'newer', after: 6, before: 10, fetched: reply(1, 0, false) }], half)
    expect([shown(gone), gone.newer], 'nothing is left between').toEqual([[1, 2, 3, 4, 5, 6, 10, 11, 12], 'none'])
    expect(run([{ type: 'newer', after: 3, before: 3, fetched: 'failed' }], gap).newer).toBe('failed')
    for (const late of [answer(2, 7, 3, 6), { ...answer(3, 7, 4, 6), fetched: reply(4, 6, true, 'e2') } as const]) {
      const next = run([late], gap)
      expect([shown(next), next.newer]).toEqual([[1, 2, 3], 'more'])
      expect(run([late], half), 'not asked').toBe(half)
    }
    const adjacent = run([page(4, 6)], run([page(1, 3)]))
    expect(run([asked(6)], adjacent), 'the end is there').toBe(adjacent)
  })
})

describe('drafts', () => {
  const draft = (cid: string, over = {}): TimelineEvent => ({
    type: 'draft',
    draft: { cid, text: 'hi', createdAt: 1, ...over },
  })

  test('[TL7] a draft is shown once: until its message comes, whichever of message and acknowledgement is first', () => {
    const sent = run([page(1, 3), draft('mine')])
    expect(sent.drafts).toHaveLength(1)
    const mine = { type: 'message' as const, message: message(4, { cid: 'mine' }) }
    const acknowledged = run([draft('mine', { seq: 4 })], sent)
    expect(acknowledged.drafts).toHaveLength(1)
    expect(run([mine], acknowledged).drafts).toEqual([])
    const arrived = run([mine], sent)
    expect(arrived.drafts).toEqual([])
    expect(run([draft('mine', { seq: 4 })], arrived).drafts).toEqual([])
    expect(run([draft('mine')], arrived).drafts, 'a late word of a draft that landed').toEqual([])
  })

  test('[TL7] an acknowledged draft whose message another epoch does not hold is not shown as on its way', () => {
    const sent = run([page(1, 3), draft('lost', { seq: 9 }), draft('mine')])
    expect(run([page(1, 5, true, false, 'e2')], sent).drafts).toMatchObject([{ cid: 'mine' }])
  })

  test('[TL7] a draft whose message came in a page, or is older than the page, is no draft any more', () => {
    const sent = run([page(1, 3), draft('a'), draft('b', { seq: 9 })])
    const next = run(
      [{ type: 'page', messages: [message(20, { cid: 'a' })], more: true, keep: true, epoch: 'e1' }],
      sent,
    )
    expect(next.drafts).toEqual([])
  })

  test('[TL7] a failed draft stays until it is tried again or discarded', () => {
    const failed = run([page(1, 3), draft('a', { error: new Error('no') }), { type: 'message', message: message(4) }])
    expect(failed.drafts).toHaveLength(1)
    expect(run([draft('a')], failed).drafts[0]).not.toHaveProperty('error')
    expect(run([{ type: 'discarded', cid: 'a' }], failed).drafts).toEqual([])
  })
})

describe('notices', () => {
  const came = (...ids: string[]): TimelineEvent => ({
    type: 'presence',
    at: 1,
    joined: ids.map(id => ({ id, name: id })),
    left: [],
  })
  const went = (...ids: string[]): TimelineEvent => ({
    type: 'presence',
    at: 2,
    joined: [],
    left: ids.map(id => ({ id, name: id })),
  })

  test('[TL8] who came and went between two messages is one notice', () => {
    const state = run([
      page(1, 2),
      came('x'),
      came('y', 'z'),
      went('w'),
      { type: 'message', message: message(3) },
      came('v'),
    ])
    expect(shown(state)).toEqual([1, 2, 'notice', 3, 'notice'])
    expect(state.rows[2]).toMatchObject({ joined: [{ id: 'x' }, { id: 'y' }, { id: 'z' }], left: [{ id: 'w' }], id: 1 })
    expect(state.rows[4]).toMatchObject({ id: 2 })
  })

  test('[TL8] who came and went again leaves no trace, and a crowd is bounded', () => {
    expect(shown(run([page(1, 2), came('x'), went('x')]))).toEqual([1, 2])
    const crowd = run([page(1, 2), ...Array.from({ length: 500 }, (_, i) => came(`u${i}`))])
    expect(crowd.rows[2]).toMatchObject({ kind: 'notice', joined: { length: 200 } })
    expect(run([came('x')]).rows, 'before the first page').toEqual([])
  })
})

describe('letting go', () => {
  const cut = (from: number, to: number): TimelineEvent => ({ type: 'cut', from, to })

  test('[TL9] what is cut off above and below can be paged to again', () => {
    const state = run([page(1, 300, false), cut(100, 150)])
    expect([state.older, firstSeq(state.rows), lastSeq(state.rows), state.newer]).toEqual(['more', 101, 150, 'more'])
    expect(tail(state)).toEqual(range(201, 300).map(({ seq }) => seq))
    const live = run([{ type: 'message', message: message(301) }], state)
    expect([lastSeq(live.rows), lastSeq(live.tail), live.head]).toEqual([150, 301, 301])
    const most = run(
      range(301, 900).map(message => ({ type: 'message' as const, message })),
      state,
    )
    expect(most.tail.length).toBeLessThanOrEqual(200)
    expect(lastSeq(most.tail)).toBe(900)
    expect(run([cut(0, 10)], run([page(1, 3)])).newer, 'nothing is cut off').toBe('none')
    expect(run([cut(3, 3)], run([page(1, 3)])).rows, 'something is always left').toHaveLength(3)
  })

  test('[TL9] what touches the end again is there without asking', () => {
    const state = run([page(1, 120, false), cut(0, 50), { type: 'newer', after: 50, before: 50, fetched: 'asked' }])
    expect([state.newer, state.rows.length]).toEqual(['none', 120])
  })

  test('[TL24] the end of the log takes the place of what was read', () => {
    const far = run([page(1, 300, false), cut(0, 150), { type: 'message', message: message(301) }])
    const end = run([{ type: 'end' }], far)
    expect([firstSeq(end.rows), lastSeq(end.rows), end.older, end.newer]).toEqual([201, 301, 'more', 'none'])
    expect(timeline(end, { type: 'end' })).toBe(end)
  })

  test('[TL24] who comes and goes while something else is read belongs to the end', () => {
    const came: TimelineEvent = { type: 'presence', at: 1, joined: [{ id: 'x', name: 'x' }], left: [] }
    const far = run([page(1, 300, false), cut(0, 150), came])
    expect([lastSeq(far.rows), shown(far).includes('notice'), tail(far).at(-1)]).toEqual([150, false, 'notice'])
  })
})

test('[TL2] [TL5] [TL6] whatever comes in whatever order, messages are in order and each once', () => {
  const epoch = fc.constantFrom('e1', 'e2')
  const seqs = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 12 }))
  const messages = seqs.map(([from, n]) => range(from, from + n - 1))
  const fetched = fc.oneof(
    fc.constantFrom('asked' as const, 'failed' as const),
    fc.record({ messages, more: fc.boolean(), epoch, seq: fc.nat(60), newer: fc.boolean() }),
  )
  const before = fc.integer({ min: 0, max: 41 })
  const event: fc.Arbitrary<TimelineEvent> = fc.oneof(
    fc.record({ type: fc.constant('page' as const), messages, more: fc.boolean(), keep: fc.boolean(), epoch }),
    fc.integer({ min: 1, max: 50 }).map(seq => ({ type: 'message' as const, message: message(seq) })),
    fc.record({ type: fc.constant('older' as const), before, fetched }),
    fc.record({ type: fc.constant('newer' as const), after: before, before, fetched }),
    fc.record({ type: fc.constant('cut' as const), from: before, to: before }),
    fc.constant({ type: 'end' as const }),
    fc
      .integer({ min: 1, max: 50 })
      .map(seq => ({ type: 'draft' as const, draft: { cid: `cid${seq}`, text: '', createdAt: 1, seq } })),
  )
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), events => {
      let state = EMPTY_TIMELINE
      for (const each of events) {
        state = timeline(state, each)
        let last = 0
        for (const row of [...state.rows, ...state.tail]) {
          if (row.kind !== 'message') continue
          expect(row.message.seq).toBeGreaterThan(last)
          last = row.message.seq
        }
        expect(state.head).toBeGreaterThanOrEqual(last)
        for (const draft of state.drafts) expect(draft.seq).toBeGreaterThan(state.head)
      }
    }),
    { numRuns: 500 },
  )
})
