import { expect, test } from 'vitest'
import { ChatError } from '../../../../../sdk/lib/chat-error.ts'
import { failureWords, whyBlocked } from '../../../../../sdk/widget/i18n/en-failure.ts'
import { me, message } from '../../../../support/gallery/cast.ts'
import { mount } from '../../../../support/gallery/mount.ts'
import { STATES } from '../../../../support/gallery/states.ts'

test('[MD84] what a rule of the room does not take says which rule it was, and keeps its text', () => {
  for (const [rule, detail, says] of [
    ['words', undefined, 'words that are not allowed'],
    ['links', 'example.com', 'Links to example.com'],
    ['links', undefined, 'Links are not allowed'],
    ['flood', undefined, 'the same'],
    ['mentions', undefined, 'too many people'],
    ['letters', undefined, 'signs'],
    ['first', undefined, 'A moderator'],
    ['everyone', undefined, 'A moderator'],
  ] as const) {
    const error = new ChatError('blocked_by_rule', 'Not taken.', { rule, detail })
    const mine = message(me, 0, 'my text', { delivery: { status: 'failed', error } })
    const { one } = mount({ ...STATES.busy, log: { ...STATES.busy.log, items: [mine] } })
    expect(one('[part=failed]').textContent, rule).toContain(says)
    expect(one('[part~=message]').getAttribute('aria-label')).toContain(says)
    expect(one('[part~=bubble]').textContent).toBe('my text')
  }
})

test('[MD84] a rule of a later version, and an edit, are explained as well', () => {
  const error = new ChatError('blocked_by_rule', 'A moderator did not let this message in.', { rule: 'of tomorrow' })
  expect(whyBlocked('of tomorrow')).toBe(undefined)
  expect(failureWords.failed(error)).toBe('Not sent. A moderator did not let this message in.')
  const links = new ChatError('blocked_by_rule', 'Not taken.', { rule: 'links', detail: 'example.com' })
  expect(failureWords.failedEdit(links)).toBe('Your change was not saved. Links to example.com are not allowed here.')
  // only what was blocked has a rule
  expect(failureWords.failed(new ChatError('muted', 'You are muted.', { rule: 'links' }))).toBe(
    'Not sent. You are muted.',
  )
})

test('[CV7] an edit of what was changed elsewhere shows both texts, and either can be chosen', () => {
  const error = new ChatError('conflict', 'The message was changed meanwhile.')
  const edit = { cid: 'e1', text: 'what I wrote', delivery: { status: 'failed', error } } as const
  const mine = message(me, 0, 'what it says now', { edit })
  const { one, button, emit, root } = mount({ ...STATES.busy, log: { ...STATES.busy.log, items: [mine] } })
  expect(one('[part~=bubble]').textContent).toBe('what it says now')
  expect(one('[part=failed]').textContent).toContain(failureWords.conflict)
  expect(one('[part=failed] [role=group]').textContent).toBe('what I wrote')
  expect(one('[part=failed] [role=group]').getAttribute('aria-label')).toBe(failureWords.yours)
  expect(one('[part~=message]').getAttribute('aria-label')).toContain(failureWords.conflict)
  button(failureWords.saveYours).click()
  expect(root.activeElement).toBe(one('[part~=message]'))
  button(failureWords.keepTheirs).click()
  expect(emit.mock.calls.map(([intent]) => intent)).toMatchObject([
    { type: 'retry', cid: 'e1' },
    { type: 'discard', cid: 'e1' },
  ])
})
