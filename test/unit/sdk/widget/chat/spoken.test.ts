import { expect, test } from 'vitest'
import { ChatError } from '../../../../../sdk/lib/chat-error.ts'
import type { ViewModel } from '../../../../../sdk/store/view-model.ts'
import { spoken } from '../../../../../sdk/widget/chat/spoken.ts'
import { en } from '../../../../../sdk/widget/i18n/en.ts'

const me = { id: 'u1', name: 'Ada' }
const error = new ChatError('username_taken', 'The name is taken.')
const view = (over: Partial<ViewModel> = {}): ViewModel => ({
  screen: 'chat',
  room: 'lobby',
  me,
  connection: { status: 'online' },
  news: false,
  rights: { role: undefined, can: undefined },
  info: {},
  refused: undefined,
  login: { busy: false, error: undefined, name: '' },
  people: { count: 1, users: [me], more: false, loading: false },
  log: { items: [], older: 'none', newer: 'none', ready: true },
  typing: [],
  composer: { enabled: true, queued: 0, failed: 0, limit: 100 },
  ...over,
})
const said = (before: ViewModel | undefined, now: ViewModel) =>
  spoken(before, now, en('en')).map(({ text, urgent }) => `${urgent ? 'urgent ' : ''}${text}`)
const lost = { status: 'waiting', attempt: 1, resuming: true, retryAt: 1, offline: false, error } as const

test('[AX7] a lost connection is said once, and that it is back', () => {
  const away = view({ connection: lost })
  expect(said(view(), away)).toEqual(['Connection lost.'])
  expect(said(away, view({ connection: { status: 'connecting', attempt: 2, resuming: true } }))).toEqual([])
  expect(said(away, view({ news: 'reconnected' }))).toEqual(['You are back.'])
  expect(said(view({ news: 'reconnected' }), view())).toEqual([])
  expect(said(undefined, view({ connection: lost }))).toEqual([])
})

test('[AX7] errors of login, room and connection are said at once, each once', () => {
  const login = view({ screen: 'login', login: { busy: false, error, name: '' } })
  expect(said(undefined, login)).toEqual(['urgent The name is taken.'])
  expect(said(login, view({ screen: 'login', login: { busy: true, error, name: 'x' } }))).toEqual([])
  expect(said(view(), view({ refused: new ChatError('forbidden', 'You may not enter.') }))).toEqual([
    'urgent You may not enter.',
  ])
  const closed = view({ connection: { status: 'closed', error: new ChatError('version', 'x') } })
  expect(said(view(), closed)).toHaveLength(1)
  expect(said(closed, { ...closed })).toEqual([])
})

test('[AX7] a message that was not sent is said; that it is gone is not', () => {
  const one = view({ composer: { enabled: true, queued: 0, failed: 1, limit: 100 } })
  expect(said(view(), one)).toEqual(['urgent A message was not sent.'])
  expect(said(one, view())).toEqual([])
})
