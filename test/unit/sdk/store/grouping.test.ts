import { expect, test } from 'vitest'
import { ChatError } from '../../../../sdk/lib/chat-error.ts'
import type { Message, User } from '../../../../sdk/protocol/records.ts'
import { grouping } from '../../../../sdk/store/grouping.ts'
import { timeline } from '../../../../sdk/store/timeline.ts'
import { EMPTY_TIMELINE, type TimelineEvent } from '../../../../sdk/store/timeline-state.ts'
import type { LogItem } from '../../../../sdk/store/view-model.ts'

const ada: User = { id: 'a', name: 'Ada' }
const grace: User = { id: 'g', name: 'Grace' }
const noon = new Date(2026, 2, 14, 12).getTime()
const MINUTE = 60_000
const message = (seq: number, user: User, minutes: number, over: Partial<Message> = {}): Message => ({
  room: 'lobby',
  seq,
  id: `i${seq}`,
  cid: `c${seq}`,
  user,
  text: 'x',
  sentAt: noon + minutes * MINUTE,
  ...over,
})
const log = (messages: Message[], more: TimelineEvent[] = []) =>
  [{ type: 'page' as const, messages, more: false, keep: false, epoch: 'e' }, ...more].reduce(timeline, EMPTY_TIMELINE)
const brief = (items: readonly LogItem[]) =>
  items.map(item =>
    item.kind === 'message' ? `${item.user.name}${item.first ? ' first' : ''}${item.last ? ' last' : ''}` : item.kind,
  )

test('[TL12] messages of one author within five minutes of the one before are one run', () => {
  const items = grouping(
    log([message(1, ada, 0), message(2, ada, 4), message(3, ada, 8.9), message(4, ada, 14), message(5, grace, 14)]),
    grace,
    [],
  )
  expect(brief(items)).toEqual(['day', 'Ada first', 'Ada', 'Ada last', 'Ada first last', 'Grace first last'])
})

test('[TL12] a notice ends a run', () => {
  const items = grouping(
    log(
      [message(1, ada, 0)],
      [
        { type: 'presence', joined: [grace], left: [], at: noon },
        { type: 'message', message: message(2, ada, 1) },
      ],
    ),
    undefined,
    [],
  )
  expect(brief(items)).toEqual(['day', 'Ada first last', 'notice', 'Ada first last'])
})

test('[TL13] each day of this time zone begins with a divider', () => {
  const items = grouping(
    log([message(1, ada, 0), message(2, ada, 11 * 60 + 58), message(3, ada, 12 * 60 + 1)]),
    undefined,
    [],
  )
  expect(brief(items)).toEqual(['day', 'Ada first last', 'Ada first last', 'day', 'Ada first last'])
  expect(items[0]).toMatchObject({ at: new Date(2026, 2, 14).getTime() })
  expect(items[3]).toMatchObject({ at: new Date(2026, 2, 15).getTime() })
})

test('[TL14] rows that did not change keep their identity, and so does the whole', () => {
  const state = log([message(1, ada, 0), message(2, ada, 1)])
  const before = grouping(state, ada, [])
  expect(grouping({ ...state }, ada, before)).toBe(before)
  const after = grouping(timeline(state, { type: 'message', message: message(3, grace, 2) }), ada, before)
  expect(after.slice(0, 3)).toEqual(before)
  for (const index of [0, 1, 2]) expect(after[index]).toBe(before[index])
  const joined = grouping(timeline(state, { type: 'message', message: message(3, ada, 2) }), ada, before)
  expect(joined[1]).toBe(before[1])
  expect(joined[2], 'no longer the last of its run').not.toBe(before[2])
})

test('[CL25] a draft known to be another person’s is not shown; a guest’s of an earlier id is', () => {
  const draft = (cid: string, user?: string, name?: string): TimelineEvent => ({
    type: 'draft',
    draft: { cid, text: cid, createdAt: noon, user, name },
  })
  const drafts = [draft('none'), draft('id', 'x'), draft('guest', 'x', 'Ada'), draft('other', 'x', 'Grace')]
  const state = log([], [...drafts, draft('account', 'a:1', 'Ada')])
  const cids = (me: User) => grouping(state, me, []).flatMap(item => (item.kind === 'message' ? [item.cid] : []))
  expect(cids(ada)).toEqual(['none', 'id', 'guest'])
  expect(cids({ id: 'a:1', name: 'Renamed' })).toEqual(['none', 'id', 'account'])
})

test('[TL7] a draft has the key of the message it becomes', () => {
  const draft = { type: 'draft' as const, draft: { cid: 'mine', text: 'hi', createdAt: noon } }
  const state = log([message(1, grace, 0)], [draft])
  const sending = grouping(state, ada, []).at(-1)
  expect(sending).toMatchObject({ key: 'c:mine', own: true, delivery: { status: 'sending' } })
  const sent = grouping(timeline(state, { type: 'message', message: message(2, ada, 1, { cid: 'mine' }) }), ada, []).at(
    -1,
  )
  expect(sent).toMatchObject({ key: 'c:mine', own: true, delivery: { status: 'sent' } })
  const error = new ChatError('too_large', 'no')
  const failed = grouping(timeline(state, { ...draft, draft: { ...draft.draft, error } }), ada, []).at(-1)
  expect(failed).toMatchObject({ delivery: { status: 'failed', error } })
})

test('[TL14] keys are unique, also against users who choose the cid of another', () => {
  const items = grouping(
    log(
      [message(1, ada, 0, { cid: 'x' }), message(2, ada, 1, { cid: 'x' }), message(3, grace, 2, { cid: 'x' })],
      [{ type: 'draft', draft: { cid: 'x', text: '', createdAt: noon } }],
    ),
    ada,
    [],
  )
  const keys = items.map(item => item.key)
  expect(new Set(keys).size).toBe(keys.length)
})

test('[TL13] a clock that is behind puts no draft on an earlier day than the message above it', () => {
  const state = log(
    [message(1, grace, 0)],
    [{ type: 'draft', draft: { cid: 'mine', text: 'hi', createdAt: noon - 48 * 60 * MINUTE } }],
  )
  expect(brief(grouping(state, ada, []))).toEqual(['day', 'Grace first last', 'Ada first last'])
})

test('[TL24] a draft is not shown in the middle of the log', () => {
  const far = log(
    [message(1, grace, 0), message(2, grace, 1), message(3, grace, 2)],
    [
      { type: 'draft', draft: { cid: 'mine', text: 'hi', createdAt: noon } },
      { type: 'cut', from: 0, to: 2 },
    ],
  )
  expect(brief(grouping(far, ada, []))).toEqual(['day', 'Grace first', 'Grace last'])
  expect(brief(grouping(timeline(far, { type: 'end' }), ada, []))).toEqual([
    'day',
    'Grace first last',
    'Ada first last',
  ])
})

test('[TL100] a notice stands under the divider of its day, also before the first message of it', () => {
  const dayMs = 24 * 60 * MINUTE
  const presence = (at: number): TimelineEvent => ({ type: 'presence', joined: [grace], left: [], at })
  const message2 = (minutes: number): TimelineEvent => ({ type: 'message', message: message(2, ada, minutes) })
  const rows = (state: ReturnType<typeof log>) => brief(grouping(state, undefined, []))
  // In a room without messages
  expect(rows(log([], [presence(noon)]))).toEqual(['day', 'notice'])
  expect(rows(log([], [presence(noon), message2(5)]))).toEqual(['day', 'notice', 'Ada first last'])
  // On the day after the last message, alone and with the message that follows
  const tomorrow = presence(noon + dayMs)
  expect(rows(log([message(1, ada, 0)], [tomorrow]))).toEqual(['day', 'Ada first last', 'day', 'notice'])
  expect(rows(log([message(1, ada, 0)], [tomorrow, message2(dayMs / MINUTE + 5)]))).toEqual([
    'day',
    'Ada first last',
    'day',
    'notice',
    'Ada first last',
  ])
  // A clock of this machine that is wrong by weeks makes no days of its own between messages
  for (const off of [-40, 40]) {
    const wrong = presence(noon + off * dayMs)
    const between = log([message(1, ada, 0)], [wrong, message2(5)])
    expect(rows(between), `${off}`).toEqual(['day', 'Ada first last', 'notice', 'Ada first last'])
  }
})
