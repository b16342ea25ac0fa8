import { expect, test } from 'vitest'
import { ChatError } from '../../../../../sdk/lib/chat-error.ts'
import type { LogItem } from '../../../../../sdk/store/view-model.ts'
import { failureWords } from '../../../../../sdk/widget/i18n/en-failure.ts'
import { ada, grace, linus, me, message, NOON } from '../../../../support/gallery/cast.ts'
import { mount, strings } from '../../../../support/gallery/mount.ts'
import { STATES } from '../../../../support/gallery/states.ts'

const show = (...items: LogItem[]) => ({ ...STATES.busy, log: { ...STATES.busy.log, items } })
const label = (node: Element | undefined) => node?.getAttribute('aria-label') ?? ''

test('[VW190] an edited message says so, with the time as its description; its text is alone in the bubble before that', () => {
  const item = message(ada, 0, 'hello')
  const { shell, one, all } = mount(show(item))
  const text = one('[part=bubble]').firstChild
  expect(all('[part=edited]')).toEqual([])
  shell.update(show({ ...item, editedAt: NOON }))
  expect(one('[part=edited]').textContent).toBe(strings.edited)
  expect(one('[part=edited]').getAttribute('aria-description')).toBe(strings.editedAt(NOON))
  expect(one('[part=bubble]').firstChild).toBe(text)
  expect(label(one('[part~=message]'))).toContain(strings.edited)
  shell.update(show({ ...item, text: 'longer', editedAt: NOON + 1 }))
  expect(one('[part=bubble]').textContent).toBe(`longer${strings.edited}`)
})

test('[VW191] a deleted message says by whom, and shows no text, quote, reactions or menu', () => {
  const quote = { messageId: 'q', target: 1, user: grace, text: 'before' }
  const item = message(ada, 0, 'secret', { replyTo: quote, reactions: [{ emoji: '👍', count: 1, users: [me] }] })
  const { shell, one, all } = mount(show(item))
  for (const [by, own] of [
    ['author', false],
    ['moderator', false],
    ['author', true],
  ] as const) {
    shell.update(show({ ...item, own, key: own ? 'own' : item.key, user: own ? me : ada, text: '', deleted: true, by }))
    expect(one('[part=bubble]').textContent).toBe(strings.deleted(by, own))
    expect(all('[part=quote], [part=reactions], [part=menu-button], [part=edited]')).toEqual([])
    expect(label(one('[part~=message]'))).not.toMatch(/secret|before/)
  }
  expect(new Set([strings.deleted('author', false), strings.deleted('moderator', false)]).size).toBe(2)
})

test('[VW192] reactions are chips with emoji and count; the own one is pressed, a press asks for the other way', () => {
  const reactions = [
    { emoji: '👍', count: 12, users: [ada, grace, linus] },
    { emoji: '🎉', count: 1, me: true, users: [me] },
  ] as const
  const item = message(ada, 0, 'hello', { reactions: reactions.map(each => ({ ...each, users: [...each.users] })) })
  const { shell, one, all, emit, root } = mount(show(item))
  const [thumb, party] = all<HTMLButtonElement>('[part=reaction]')
  expect([label(thumb), label(party)]).toEqual([strings.reaction('👍', 12), strings.reaction('🎉', 1)])
  expect([thumb, party].map(chip => chip?.getAttribute('aria-pressed'))).toEqual(['false', 'true'])
  expect(thumb?.getAttribute('aria-description')?.replace(/[\u2068\u2069]/g, '')).toBe(
    'Ada Lovelace, Grace, Linus and 9 others',
  )
  emit.mockClear()
  thumb?.click()
  party?.focus()
  party?.click()
  // Its last one goes with it
  expect(root.activeElement).toBe(one('[part~=message]'))
  expect(emit.mock.calls.map(([intent]) => intent)).toEqual([
    { type: 'react', messageId: item.id, emoji: '👍', on: true },
    { type: 'react', messageId: item.id, emoji: '🎉', on: false },
  ])
  shell.update(show({ ...item, reactions: [{ emoji: '👍', count: 13, me: true, users: [ada, grace, linus] }] }))
  expect(all('[part=reaction]')).toEqual([thumb])
  expect(thumb?.getAttribute('aria-pressed')).toBe('true')
  shell.update(show({ ...item, reactions: undefined }))
  expect(all('[part=reactions]')).toEqual([])
})

test('[VW193] a reply shows whose message it answers and the first line of that, or that it is deleted, and leads there', () => {
  const quote = { messageId: 'q', target: 7, user: grace, text: 'first line\nsecond' }
  const item = message(ada, 0, 'yes', { replyTo: quote })
  const { shell, one, emit } = mount(show(item))
  const shown = one('[part=quote]')
  expect(shown.textContent).toBe(`${strings.quote}Gracefirst line`)
  expect(label(one('[part~=message]'))).toContain('first line')
  emit.mockClear()
  shown.click()
  expect(emit.mock.calls).toEqual([[{ type: 'show', seq: 7, id: 'q' }]])
  shell.update(show({ ...item, replyTo: { ...quote, text: '', deleted: true } }))
  expect(one('[part=quote]')).toBe(shown)
  expect(shown.textContent).toBe(`${strings.quote}Grace${strings.quoteGone}`)
})

test('[VW194] an edit on its way has the clock; one that was refused shows its text, why, and two ways on', () => {
  const item = message(me, 0, 'new', { edit: { cid: 'e', text: 'new', delivery: { status: 'sending' } } })
  const { shell, one, all, emit, button } = mount(show(item))
  expect(one('[part~=message]').textContent).toContain(strings.sending)
  const error = new ChatError('forbidden', 'It is too old to be changed.')
  shell.update(show({ ...item, text: 'old', edit: { cid: 'e', text: 'new', delivery: { status: 'failed', error } } }))
  expect(one('[part=bubble]').textContent).toBe('old')
  expect(one('[part=failed]').textContent).toContain(`new${failureWords.failedEdit(error)}`)
  expect(label(one('[part~=message]'))).toContain(failureWords.failedEdit(error))
  emit.mockClear()
  button(strings.again).click()
  button(failureWords.discardEdit).click()
  expect(emit.mock.calls.map(([intent]) => intent)).toEqual([
    { type: 'retry', cid: 'e' },
    { type: 'discard', cid: 'e' },
  ])
  shell.update(show({ ...item, text: 'old', edit: undefined }))
  expect(all('[part=failed]')).toEqual([])
})

test('[VW195] while it is asked what became of kept rows, those alone are marked as busy, and keep their places', () => {
  const items = [message(ada, 0, 'kept'), message(ada, 1, 'kept, too'), message(grace, 2, 'came since')]
  const state = show(...items)
  const { shell, all } = mount(state)
  const busy = () => all('[part~=message]').map(row => row.getAttribute('aria-busy'))
  const rows = all('[part~=message]')
  expect(busy()).toEqual([null, null, null])
  shell.update({ ...state, log: { ...state.log, stale: items[2]?.seq } })
  expect(busy()).toEqual(['true', 'true', null])
  shell.update(state)
  expect(busy()).toEqual([null, null, null])
  expect(all('[part~=message]')).toEqual(rows)
})

test('[VW196] every message that the server holds has a button for its menu, no pending, refused or deleted one', () => {
  const error = new ChatError('internal', 'x')
  const items = [
    message(ada, 0, 'a'),
    message(me, 1, 'b'),
    message(me, 2, 'c', { id: undefined, seq: 0, delivery: { status: 'sending' } }),
    message(me, 3, 'd', { id: undefined, seq: 0, delivery: { status: 'failed', error } }),
    message(ada, 4, '', { deleted: true }),
  ]
  const { all, emit } = mount(show(...items))
  const buttons = all('[part~=message]').map(row => row.querySelector<HTMLElement>('[part=menu-button]'))
  expect(buttons.map(button => button && label(button))).toEqual([
    strings.messageMenu,
    strings.messageMenu,
    null,
    null,
    null,
  ])
  emit.mockClear()
  buttons[0]?.click()
  expect(emit.mock.calls).toEqual([[{ type: 'menu', key: items[0]?.key }]])
})

test('[VW24] a reaction that was refused is said in the line about the connection', () => {
  const { part } = mount('react-refused')
  expect(part('banner')?.hidden).toBe(false)
  expect(part('banner')?.textContent).toContain('all the kinds of reactions')
})
