import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ChatWidgetElement } from '../../../../../sdk/widget/element/chat-widget-element.ts'
import { enQuestion } from '../../../../../sdk/widget/i18n/en-question.ts'
import { ADA, BOB, change, connected, joined, message } from '../../../../support/client-harness.ts'
import { type FakeSocket, type FakeSockets, fakeSockets } from '../../../../support/fake-socket.ts'

ChatWidgetElement.define()

const strings = enQuestion('en')
let sockets: FakeSockets
let asked: string[]
let servers = 0

async function frames(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise(resolve => requestAnimationFrame(resolve))
}
const until = (holds: () => unknown) => vi.waitFor(() => expect(holds()).toBeTruthy(), { interval: 5, timeout: 15_000 })
const LOGIN = { token: 'fresh', user: ADA, expiresAt: Number.MAX_SAFE_INTEGER }

beforeEach(() => {
  vi.stubGlobal('location', new URL('https://site.example/page'))
  sockets = fakeSockets()
  asked = []
  vi.stubGlobal('WebSocket', sockets.WebSocket)
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    // what a server of the first version says of its offers
    if (init.method !== 'POST') return new Response(null, { status: 404 })
    asked.push(url.replace(/.*\//, ''))
    return url.endsWith('/login') ? Response.json(LOGIN) : new Response(null, { status: 204 })
  })
})
afterEach(async () => {
  document.body.replaceChildren()
  await frames()
  localStorage.clear()
  sessionStorage.clear()
  vi.unstubAllGlobals()
})

/** Somebody is logged in and in the room. */
async function chatting(storage: string) {
  const element = document.createElement('chat-widget') as ChatWidgetElement
  // What is kept in memory lasts as long as the page
  element.server = `https://chat${servers++}.example`
  element.setAttribute('storage', storage)
  document.body.append(element)
  const done = element.login('Ada')
  await until(() => sockets.all.at(-1)?.readyState === 0)
  const socket: FakeSocket = sockets.last
  socket.open()
  await until(() => socket.said('connect').length > 0)
  socket.ok('connect', { ...connected(), rooms: [joined()] })
  await done
  const root = element.shadowRoot as ShadowRoot
  await until(() => root.querySelector('textarea'))
  const part = (name: string) => root.querySelector<HTMLElement>(`[part~="${name}"]`)
  const question = () =>
    (!part('question')?.closest('[hidden]') && part('question')?.querySelector('p')?.textContent) || ''
  return { element, root, socket, part, question }
}

test('[WG18] without unsent messages a logout is one press', async () => {
  const { part, question } = await chatting('none')
  part('logout')?.click()
  await until(() => asked.includes('logout'))
  expect(question()).toBe('')
})

test('[WG18] with unsent messages it asks; staying changes nothing', async () => {
  const { element, root, part, question } = await chatting('none')
  for (const text of ['one', 'two']) await element.send(text)
  part('logout')?.click()
  await until(question)
  expect(question()).toBe(strings.unsent(2))
  expect(root.activeElement).toBe(part('stay'))
  expect(part('chat')?.inert).toBe(true)
  part('question')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  await until(() => question() === '')
  expect(root.activeElement?.getAttribute('aria-controls')).toBe('menu')
  expect([part('chat')?.inert, asked, element.client?.room('lobby').drafts.length]).toEqual([false, ['login'], 2])
})

test('[WG18] it says the number of now, and logs out when it is meant', async () => {
  const { element, socket, part, question } = await chatting('none')
  await element.send('one')
  part('logout')?.click()
  await until(question)
  socket.hear(message(1, { cid: socket.last('send_message').cid, user: ADA }))
  await until(() => question() === strings.unsent(0))
  part('leave')?.click()
  await until(() => asked.includes('logout'))
  await until(() => question() === '')
})

test('[WG18] nothing but a logout asks, whatever is not sent', async () => {
  const { element, socket, part, question } = await chatting('none')
  socket.hear(message(1), change('reaction', 1, 2, { emoji: '🎉', on: true, count: 1, users: [BOB] }))
  await until(() => part('reaction'))
  await element.send('one')
  part('reaction')?.click()
  await until(() => part('reaction')?.getAttribute('aria-pressed') === 'true')
  expect(question()).toBe('')
})

test('[WG17] for the tab only: in sessionStorage until the logout, and the database is not asked', async () => {
  const open = vi.fn()
  vi.stubGlobal('indexedDB', { open })
  const { element } = await chatting('session')
  await element.send('kept')
  const kept = () => Object.values(sessionStorage).filter(text => text.includes('kept'))
  await until(() => kept().length === 1)
  await element.logout()
  await until(() => kept().length === 0)
  expect(open).not.toHaveBeenCalled()
})

test('[WG17] a database that refuses costs nothing: the message is in memory, and sent', async () => {
  vi.stubGlobal('indexedDB', {
    open() {
      throw new DOMException('blocked', 'SecurityError')
    },
  })
  const { element, socket } = await chatting('local')
  const draft = await element.send('sent')
  await until(() => socket.said('send_message').length === 1)
  const { ref } = socket.last('send_message')
  socket.hear({ type: 'ok', ref, room: 'lobby', seq: 1, id: 'm1', sentAt: 1, duplicate: false })
  expect(draft.state.status).toBe('sent')
})
