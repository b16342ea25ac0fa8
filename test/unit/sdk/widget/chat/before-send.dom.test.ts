import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { BeforeSend } from '../../../../../sdk/widget/features/talk/before-send.ts'
import { ADA, BOB, message } from '../../../../support/client-harness.ts'
import { leavePage, stubPage, type Talking, talking, until } from '../../../../support/talking-element.ts'

beforeEach(stubPage)
afterEach(leavePage)
afterEach(() => vi.restoreAllMocks())

const presence = { version: 1, count: 2, complete: true, users: [ADA, BOB] }

/** Sends by the composer what is typed. */
function send(chat: Talking, text: string): void {
  chat.field.value = ''
  chat.type(text)
  if (chat.list().length > 0) chat.press('Escape')
  chat.press('Enter')
}
const refusal = (sending: Promise<unknown>) =>
  sending.then(
    () => 'sent',
    error => error.code,
  )

test('[CP30] a page sees what is about to be sent, and changes it', async () => {
  const chat = await talking({ presence, seq: 1, messages: [message(1, { user: BOB })] })
  const seen: BeforeSend[] = []
  document.addEventListener(
    'chat-before-send',
    ({ detail }) => {
      seen.push({ ...detail })
      detail.text = `${detail.text} @Bob!`
    },
    { once: true },
  )
  send(chat, 'hi')
  expect(seen).toEqual([{ text: 'hi', room: 'lobby', mentions: undefined, replyTo: undefined, edit: undefined }])
  // whom it names is known of the text as the page leaves it
  expect(chat.sent('send_message')).toEqual([{ text: 'hi @Bob!', mentions: ['u2'] }])
  expect(chat.field.value).toBe('')
  chat.stored()
  send(chat, '@Bob')
  expect(chat.sent('send_message')[1]).toEqual({ text: '@Bob', mentions: ['u2'] })
})

test('[CP31] it stops it: the text stays, nothing is said, and where it says that nothing is left the composer is empty', async () => {
  const chat = await talking()
  const stop = (event: Event) => event.preventDefault()
  chat.element.addEventListener('chat-before-send', stop)
  send(chat, 'stay')
  expect([chat.sent('send_message'), chat.field.value, chat.field.validationMessage]).toEqual([[], 'stay', ''])
  expect(await refusal(chat.element.send('by the page'))).toBe('canceled')
  chat.element.removeEventListener('chat-before-send', stop)
  chat.element.addEventListener('chat-before-send', event => {
    event.preventDefault()
    event.detail.text = ''
  })
  send(chat, 'taken over')
  expect([chat.sent('send_message'), chat.field.value]).toEqual([[], ''])
})

test('[CP32] what a page makes of it is checked again, and what it throws loses nothing', async () => {
  const chat = await talking({ presence })
  let make = (detail: BeforeSend): void => void detail
  chat.element.addEventListener('chat-before-send', ({ detail }) => make(detail))
  for (const [text, says] of [
    ['', 'There is nothing to send.'],
    [' \n', 'There is nothing to send.'],
    ['x'.repeat(4_001), 'A message has at most 4000 characters. Shorten it.'],
    [42, 'A message has to be a text.'],
    [undefined, 'A message has to be a text.'],
  ] as const) {
    make = detail => Object.assign(detail, { text })
    send(chat, 'what I wrote')
    expect([chat.field.value, chat.field.validationMessage]).toEqual(['what I wrote', says])
  }
  make = detail => Object.assign(detail, { text: undefined })
  expect(await refusal(chat.element.send('x'))).toBe('invalid_message')
  expect(chat.sent('send_message')).toEqual([])
  const thrown = vi.fn((event: ErrorEvent) => event.preventDefault())
  window.addEventListener('error', thrown, { once: true })
  make = () => {
    throw new Error('of the page')
  }
  try {
    send(chat, 'what I wrote')
  } catch {
    // in this DOM a listener throws into who dispatches; browsers tell the window
  }
  expect(chat.sent('send_message').length === 1 || chat.field.value === 'what I wrote').toBe(true)
  for (const mentions of [null, 7, 'u2', [{}], { length: 3 }]) {
    make = detail => Object.assign(detail, { mentions })
    expect(await refusal(chat.element.send('@Bob'))).toBe('sent')
  }
  make = detail => Object.assign(detail, { mentions: ['u7'] })
  await chat.element.send('for somebody else')
  expect(chat.element.store?.room.drafts.at(-1)?.request).toMatchObject({ mentions: ['u7'] })
})

test('[CP33] it is told of edits and answers, also those of the page itself', async () => {
  const own = message(2, { user: ADA, text: 'mine', sentAt: Date.now() })
  const chat = await talking({ presence, seq: 2, messages: [message(1), own] })
  const seen: (readonly unknown[])[] = []
  chat.element.addEventListener('chat-before-send', ({ detail: { text, edit, replyTo } }) => {
    seen.push([text, edit, replyTo])
  })
  await until(() => chat.press('ArrowUp'))
  await until(() => chat.field.value === 'mine')
  chat.press('Enter')
  await until(() => chat.part('purpose')?.hidden)
  expect(seen).toEqual([])
  await until(() => chat.press('ArrowUp'))
  await until(() => chat.field.value === 'mine')
  send(chat, 'mine, too')
  await chat.element.send('an answer', { replyTo: 'm1' })
  expect(seen).toEqual([
    ['mine, too', 'm2', undefined],
    ['an answer', undefined, 'm1'],
  ])
  expect(chat.element.store?.room.drafts.map(({ request }) => request)).toMatchObject([
    { type: 'edit_message', messageId: 'm2', text: 'mine, too' },
    { type: 'send_message', text: 'an answer', replyTo: 'm1' },
  ])
})

test('[CP34] a page is asked before anything else is loaded, and also where all of that is left out', async () => {
  const without = 'formatting mentions emoji pins search reading notifications commands'
  const chat = await talking({ presence }, { without, offers: false })
  chat.element.addEventListener('chat-before-send', event => event.preventDefault(), { once: true })
  send(chat, 'stay')
  expect([chat.sent('send_message'), chat.field.value]).toEqual([[], 'stay'])
  chat.press('Enter')
  expect(chat.sent('send_message')).toEqual([{ text: 'stay' }])
})
