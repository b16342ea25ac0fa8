import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ADA, BOB, change, message } from '../../../../../support/client-harness.ts'
import { leavePage, stubPage, type Talking, talking, until } from '../../../../../support/talking-element.ts'

beforeEach(stubPage)
afterEach(leavePage)

const DAY = 24 * 3_600_000
const mine = (seq: number, fields: object = {}) =>
  message(seq, { user: ADA, text: `mine ${seq}`, sentAt: Date.now(), ...fields })
const purpose = (chat: Talking) => (chat.part('purpose')?.hidden ? '' : (chat.part('purpose')?.textContent ?? ''))

test('[CP20] ArrowUp in an empty composer edits the last message of one’s own; Escape gives back the empty one', async () => {
  const chat = await talking({ seq: 4, messages: [mine(1), mine(2), message(3), message(4)] })
  await until(() => chat.press('ArrowUp'))
  await until(() => chat.field.value)
  expect([chat.field.value, purpose(chat)]).toEqual(['mine 2', expect.stringContaining('mine 2')])
  // in a text it moves the caret
  expect(chat.press('ArrowUp')).toBe(false)
  expect(chat.press('Escape')).toBe(true)
  await until(() => purpose(chat) === '')
  expect(chat.field.value).toBe('')
  for (const init of [
    { shiftKey: true },
    { ctrlKey: true },
    { altKey: true },
    { metaKey: true },
    { isComposing: true },
  ])
    expect(chat.press('ArrowUp', init)).toBe(false)
  chat.type('half a word')
  expect(chat.press('ArrowUp')).toBe(false)
})

test.each([
  ['there is none of one’s own', [message(1)], {}],
  ['it is too old', [mine(1, { sentAt: Date.now() - DAY })], {}],
  ['it was deleted', [mine(1, { text: '', deleted: true })], {}],
  ['one may not edit here', [mine(1)], { can: ['send'], role: 'guest' }],
])('[CP21] ArrowUp does nothing where %s', async (_, messages, fields) => {
  const chat = await talking({ seq: 1, messages, ...fields })
  await until(() => chat.all('[part~=message]').length > 0 || chat.all('[data-key]').length > 0)
  expect([chat.press('ArrowUp'), chat.field.value]).toEqual([false, ''])
})

/** Answers the message of this text by its menu. */
async function reply(chat: Talking, text: string): Promise<void> {
  const row = chat.all('[part~=message]').find(each => each.textContent?.includes(text))
  await until(() => {
    const menu = chat.all('[role=menuitem]').find(each => each.textContent === 'Reply')
    if (!menu) row?.querySelector<HTMLElement>('[aria-haspopup]')?.click()
    return menu
  })
  chat
    .all('[role=menuitem]')
    .find(each => each.textContent === 'Reply')
    ?.click()
  await until(() => purpose(chat).includes(text))
}

test('[CP22] which message a half-typed text answers is known after a reload, until it is sent', async () => {
  const server = 'https://reply.example'
  const fields = { seq: 2, messages: [message(1, { user: BOB, text: 'question' }), message(2)] }
  const chat = await talking(fields, { server })
  await reply(chat, 'question')
  chat.type('half an ans')
  chat.element.remove()
  const again = await talking(fields, { server, login: false })
  await until(() => purpose(again).includes('question'))
  expect(again.field.value).toBe('half an ans')
  again.type('wer')
  again.press('Enter')
  expect(again.sent('send_message')).toMatchObject([{ text: 'half an answer', replyTo: 'm1' }])
  await until(() => purpose(again) === '')
  again.type('more')
  again.element.remove()
  const third = await talking(fields, { server, login: false })
  await until(() => third.field.value === 'more')
  third.press('Enter')
  expect(third.sent('send_message').at(-1)).toMatchObject({ text: 'more' })
  expect(third.sent('send_message').at(-1)?.['replyTo']).toBeUndefined()
})

test('[CP23] one that is not loaded is asked for, and one that was deleted is answered no more', async () => {
  const server = 'https://far.example'
  const question = message(1, { user: BOB, text: 'question' })
  const chat = await talking({ seq: 1, messages: [question] }, { server })
  await reply(chat, 'question')
  chat.type('an answer')
  chat.element.remove()
  const page = { seq: 9, messages: [message(9)], more: true }
  const again = await talking(page, { server, login: false })
  await until(() => again.socket.said('history').some(({ ids }) => ids))
  expect(again.socket.said('history').find(({ ids }) => ids)).toMatchObject({ ids: ['m1'] })
  const ask = again.socket.said('history').find(({ ids }) => ids)
  again.socket.hear({ type: 'ok', ref: ask?.ref, epoch: 'e1', messages: [question], more: false })
  await until(() => purpose(again).includes('question'))
  again.element.remove()
  const third = await talking(page, { server, login: false })
  await until(() => third.socket.said('history').some(({ ids }) => ids))
  const last = third.socket.said('history').find(({ ids }) => ids)
  third.socket.hear({ type: 'ok', ref: last?.ref, epoch: 'e1', messages: [], more: false })
  await vi.waitFor(() => expect(JSON.stringify({ ...localStorage })).not.toContain('replyTo'), { timeout: 5_000 })
  expect([purpose(third), third.field.value]).toEqual(['', 'an answer'])
})

test('[CP23] what is deleted while its answer is written is answered no more', async () => {
  const chat = await talking({ seq: 1, messages: [message(1, { user: BOB, text: 'question' })] })
  await reply(chat, 'question')
  chat.type('an answer')
  chat.socket.hear(change('message_deleted', 1, 2, { by: 'author', user: BOB }))
  await until(() => purpose(chat).includes('deleted') || purpose(chat).includes('Deleted'))
  chat.press('Enter')
  expect(chat.sent('send_message')).toEqual([{ text: 'an answer' }])
})

test('[CP24] an edit in between gives back what was typed, and which message that answers', async () => {
  const chat = await talking({ seq: 2, messages: [message(1, { text: 'question' }), mine(2)] })
  await reply(chat, 'question')
  chat.type('half')
  const row = chat.all('[part~=message]').find(each => each.textContent?.includes('mine 2'))
  await until(() => {
    const menu = chat.all('[role=menuitem]').find(each => each.textContent === 'Edit')
    if (!menu) row?.querySelector<HTMLElement>('[aria-haspopup]')?.click()
    return menu
  })
  chat
    .all('[role=menuitem]')
    .find(each => each.textContent === 'Edit')
    ?.click()
  await until(() => chat.field.value === 'mine 2')
  chat.press('Escape')
  await until(() => purpose(chat).includes('question'))
  expect(chat.field.value).toBe('half')
  chat.socket.hear(change('message_deleted', 1, 3))
  await until(() => purpose(chat).includes('Deleted message'))
})
