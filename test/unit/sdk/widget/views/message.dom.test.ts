import { expect, test } from 'vitest'
import { ChatError } from '../../../../../sdk/lib/chat-error.ts'
import type { LogItem } from '../../../../../sdk/store/view-model.ts'
import { failureWords } from '../../../../../sdk/widget/i18n/en-failure.ts'
import { ada, day, grouped, me, message, NOON } from '../../../../support/gallery/cast.ts'
import { mount, strings } from '../../../../support/gallery/mount.ts'
import { STATES } from '../../../../support/gallery/states.ts'

const show = (...items: LogItem[]) => ({ ...STATES.busy, log: { ...STATES.busy.log, items } })

test('[VW6] whatever a message says, it is only text', () => {
  const text = '<img src=x onerror=alert(1)>\n<script>alert(2)</script>&amp;'
  const name = '<b onmouseover=alert(3)>'
  const { one, all } = mount(show(message({ id: 'x', name }, 0, text)))
  expect(one('[part=bubble]').textContent).toBe(text)
  expect(one('[part=name]').textContent).toBe(name)
  expect(all('[part=bubble] *').length).toBe(0)
  expect(all('img, script, b').length).toBe(0)
})

test('[VW2] links open elsewhere and give nothing away', () => {
  const { one } = mount(show(message(ada, 0, 'see https://a.example/x.')))
  const link = one<HTMLAnchorElement>('[part=bubble] a')
  expect(link.getAttribute('href')).toBe('https://a.example/x')
  expect(link.rel).toBe('noopener noreferrer nofollow ugc')
  expect(link.target).toBe('_blank')
  expect(one('[part=bubble]').textContent).toBe('see https://a.example/x.')
})

test('[VW7] name and avatar come once for a run of messages, and never for one’s own', () => {
  const items = grouped([message(ada, 0, 'a'), message(ada, 1, 'b'), message(me, 2, 'c'), message(ada, 3, 'd')])
  const { all } = mount(show(...items))
  const rows = all('[part~=message]')
  expect(rows.map(row => row.querySelector('[part=name]')?.textContent ?? '')).toEqual([ada.name, '', '', ada.name])
  expect(rows.map(row => row.querySelectorAll('[part=avatar]').length)).toEqual([1, 0, 0, 1])
  expect(rows.map(row => row.getAttribute('part')?.includes('own'))).toEqual([false, false, true, false])
})

test('[VW8] every message that was sent has its time, short, exact, and for machines', () => {
  const { all } = mount(show(message(ada, 5, 'a'), message(me, 6, 'b')))
  const times = all('[part~=message] time')
  expect(times.length).toBe(2)
  expect(times[0]?.getAttribute('datetime')).toBe(new Date(NOON + 5 * 60_000).toISOString())
  expect(times[0]?.title).toBe(strings.exactTime(NOON + 5 * 60_000))
  expect(times[0]?.textContent).toBe(strings.time(NOON + 5 * 60_000))
})

test('[VW9] a message on its way has a clock, one that failed its reason and two ways on', () => {
  const item = message(me, 0, 'hello', { delivery: { status: 'sending' } })
  const { shell, one, all, emit, button } = mount(show(item))
  expect(one('[part~=message]').textContent).toContain(strings.sending)
  const row = one('[part~=message]')

  const error = new ChatError('rate_limited', 'x', { retryAfterMs: 4000 })
  shell.update(show({ ...item, delivery: { status: 'failed', error } }))
  expect(one('[part~=message]')).toBe(row)
  expect(one('[part=failed]').textContent).toContain(failureWords.failed(error))
  expect(row.getAttribute('aria-label')).toContain(failureWords.failed(error))
  button(failureWords.retry).click()
  button(failureWords.discard).click()
  expect(emit.mock.calls.map(([intent]) => intent)).toEqual([
    { type: 'retry', cid: item.cid },
    { type: 'discard', cid: item.cid },
  ])

  shell.update(show({ ...item, delivery: { status: 'sent' } }))
  expect(all('[part=failed]').length).toBe(0)
  expect(one('[part~=message]').textContent).not.toContain(strings.sending)
})

test('[AX30] trying again keeps the focus on the message, deleting moves it to the next', () => {
  const error = new ChatError('internal', 'x')
  const items = [message(ada, 0, 'a'), message(me, 1, 'b', { delivery: { status: 'failed', error } })]
  const { root, one, button } = mount(show(...items))
  button(failureWords.retry).focus()
  button(failureWords.retry).click()
  expect(root.activeElement).toBe(one('[part~=own]'))
  button(failureWords.discard).focus()
  button(failureWords.discard).click()
  expect(root.activeElement).toBe(one('[part~=message]'))
})

test('[VW10] what a reader has selected stays when the message below changes its shape', () => {
  const item = message(ada, 0, 'select me')
  const { shell, one } = mount(show(item))
  const text = one('[part=bubble]').firstChild
  shell.update(show({ ...item, last: false }, message(ada, 1, 'more')))
  expect(one('[part=bubble]').firstChild).toBe(text)
})

test('[VW11] a deleted message says so and shows nothing of what it said', () => {
  const item = message(ada, 0, 'a secret')
  const { shell, one } = mount(show(item))
  shell.update(show({ ...item, text: '', deleted: true }))
  expect(one('[part=bubble]').textContent).toBe(strings.deleted(undefined, false))
  expect(one('[part~=message]').getAttribute('aria-label')).not.toContain('secret')
})

test('[VW12] names and texts of either direction do not turn what is around them', () => {
  const { one } = mount(STATES.rtl)
  expect(one('[part=bubble]').hasAttribute('dir')).toBe(false)
  expect(one('[part=name]').localName).toBe('bdi')
  expect(one('[part=person-name]').localName).toBe('bdi')
  expect(one('[part=notice]').textContent).toContain('\u2068ليلى\u2069')
  expect(one('[part=typing]').textContent).toContain('\u2068ليلى\u2069')
})

test('[VW84] a long message shows its beginning under a button, and stays as its reader left it', () => {
  const poem = message(ada, 0, 'a line\n'.repeat(300))
  const { shell, one, all, button } = mount(show(poem, message(ada, 1, 'short')))
  const text = () => one('[part=bubble]').textContent ?? ''
  expect(all('[aria-expanded][lang]').filter(each => each.textContent === strings.showMore)).toHaveLength(1)
  expect(text()).toBe(`${'a line\n'.repeat(15)}a line…`)
  expect(one('[part~=message]').getAttribute('aria-label')).toContain(text())
  expect(button(strings.showMore).getAttribute('aria-expanded')).toBe('false')

  button(strings.showMore).click()
  expect(text()).toBe(poem.text)
  expect(button(strings.showLess).getAttribute('aria-expanded')).toBe('true')
  // its row goes and comes again
  shell.update(show(message(ada, 2, 'other')))
  shell.update(show(poem))
  expect(text()).toBe(poem.text)
  button(strings.showLess).click()
  expect(text()).toBe(`${'a line\n'.repeat(15)}a line…`)

  shell.update(show({ ...poem, text: '', deleted: true }))
  expect(text()).toBe(strings.deleted(undefined, false))
  expect(all('button').some(each => each.textContent === strings.showMore)).toBe(false)
})

test('[VW84] the button of a long message stays when its delivery changes', () => {
  const item = message(me, 0, 'a line\n'.repeat(300), { delivery: { status: 'sending' } })
  const { shell, one, button } = mount(show(item))
  const before = button(strings.showMore)
  shell.update(show({ ...item, delivery: { status: 'sent' } }))
  expect(button(strings.showMore)).toBe(before)
  expect(one('[part=bubble]').nextElementSibling).toBe(before)
})

test('[AX31] a message is an article that the arrow keys can stop at, named by author, time and text', () => {
  const item = message(ada, 0, 'hello')
  const { one } = mount(show(day(NOON), item))
  const row = one('[role=article]')
  expect(row.tabIndex).toBe(-1)
  expect(row.dataset.key).toBe(item.key)
  expect(row.getAttribute('aria-label')).toBe(strings.message(ada.name, 'hello', item.sentAt))
})
