import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ChatWidgetElement } from '../../../../../sdk/widget/element/chat-widget-element.ts'
import { ADA, BOB, connected, joined, message } from '../../../../support/client-harness.ts'
import { type FakeSocket, type FakeSockets, fakeSockets } from '../../../../support/fake-socket.ts'

ChatWidgetElement.define()

let sockets: FakeSockets
let servers = 0

const until = (holds: () => unknown) => vi.waitFor(() => expect(holds()).toBeTruthy(), { interval: 5, timeout: 8_000 })
const rootOf = (element: ChatWidgetElement) => element.shadowRoot as ShadowRoot
const part = (element: ChatWidgetElement, name: string) => rootOf(element).querySelector<HTMLElement>(`[part~=${name}]`)

beforeEach(() => {
  vi.stubGlobal('location', new URL('https://site.example/page'))
  sockets = fakeSockets()
  vi.stubGlobal('WebSocket', sockets.WebSocket)
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    if (init.method !== 'POST') return new Response(null, { status: 404 })
    return Response.json({ token: 't', user: ADA, expiresAt: Number.MAX_SAFE_INTEGER })
  })
})
afterEach(() => {
  document.body.replaceChildren()
  localStorage.clear()
  vi.unstubAllGlobals()
})

/** Somebody in `lobby`, on a page that lists more rooms. */
async function entered(
  attributes: Record<string, string>,
): Promise<{ element: ChatWidgetElement; socket: FakeSocket }> {
  const element = document.createElement('chat-widget') as ChatWidgetElement
  element.setAttribute('server', `https://rooms${servers++}.example`)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  document.body.append(element)
  const done = element.login('Ada')
  await until(() => sockets.all.some(({ readyState }) => readyState === 0))
  const socket = sockets.last
  socket.open()
  await until(() => socket.said('connect').length)
  const { rooms } = socket.last('connect') as unknown as { rooms: { room: string }[] }
  const page = rooms.map(({ room }) => joined({ room, seq: 1, messages: [message(1, { room, text: `in ${room}` })] }))
  socket.ok('connect', { ...connected(), rooms: page })
  await done
  await until(() => part(element, 'textarea') && part(element, 'bubble'))
  if (attributes['rooms']) await joinAll(socket, 1)
  return { element, socket }
}

const answered = new WeakSet<object>()

/** Waits for so many joins in all, and answers those that wait. */
async function joinAll(socket: FakeSocket, count: number): Promise<void> {
  await until(() => socket.said('join').length >= count)
  for (const frame of socket.said('join')) {
    if (answered.has(frame)) continue
    answered.add(frame)
    const room = String(frame['room'])
    const page = joined({ room, seq: 1, messages: [message(1, { room, text: `in ${room}` })] })
    socket.hear({ type: 'ok', ref: frame.ref, ...page })
  }
}
const texts = (element: ChatWidgetElement) =>
  [...rootOf(element).querySelectorAll('[part~=bubble]')].map(each => each.textContent)

/** What a button says to who does not see it. */
function labelOf(node: Element): string {
  const shown = node.cloneNode(true) as Element
  for (const hidden of shown.querySelectorAll('[aria-hidden]')) hidden.remove()
  return node.getAttribute('aria-label') ?? shown.textContent ?? ''
}
async function press(element: ChatWidgetElement, label: string): Promise<void> {
  const find = () => [...rootOf(element).querySelectorAll('button')].find(each => labelOf(each).startsWith(label))
  await until(find)
  find()?.click()
}
function type(element: ChatWidgetElement, text: string): void {
  const textarea = part(element, 'textarea') as HTMLTextAreaElement
  textarea.value = text
  textarea.dispatchEvent(new Event('input', { bubbles: true }))
}

test('[WG160] several rooms share one connection; the reader goes from one to another, and back to what they were writing', async () => {
  const { element, socket } = await entered({ rooms: 'news, help news' })
  expect(socket.last('connect')['rooms']).toMatchObject([{ room: 'lobby' }])
  await joinAll(socket, 2)
  expect(socket.said('join').map(({ room }) => room)).toEqual(['news', 'help'])
  const went: unknown[] = []
  element.addEventListener('chat-room', ({ detail }) => went.push([detail, element.store?.room.name]))
  type(element, 'half a word')
  await press(element, 'Rooms')
  await press(element, '#news')
  await until(() => texts(element).join() === 'in news')
  expect(part(element, 'heading')?.textContent).toBe('#news')
  expect((part(element, 'textarea') as HTMLTextAreaElement).value).toBe('')
  expect(went).toEqual([['news', 'news']])
  type(element, 'for the news')
  await press(element, 'Rooms')
  await press(element, '#lobby')
  await until(() => texts(element).join() === 'in lobby')
  expect((part(element, 'textarea') as HTMLTextAreaElement).value).toBe('half a word')
  expect([sockets.all.length, socket.said('leave'), socket.said('join').length]).toEqual([1, [], 2])
})

test('[WG161] what is new in the other rooms counts in the element and its badge, until it is seen', async () => {
  const { element, socket } = await entered({ rooms: 'news' })
  await until(() => part(element, 'rooms-toggle'))
  const unread: number[] = []
  element.addEventListener('chat-unread', ({ detail }) => unread.push(detail))
  for (const seq of [2, 3]) socket.hear(message(seq, { room: 'news', user: BOB }))
  await until(() => element.unread === 2)
  expect(unread.at(-1)).toBe(2)
  await press(element, 'Rooms, 2 unread messages')
  await press(element, '#news, 2 unread')
  await until(() => element.unread === 0)
  expect(unread.at(-1)).toBe(0)
})

test('[WG162] another list of rooms is followed at once, and what is no longer in it is left', async () => {
  const { element, socket } = await entered({ rooms: 'news' })
  element.setAttribute('rooms', 'help')
  await joinAll(socket, 2)
  expect(socket.last('join')).toMatchObject({ room: 'help' })
  expect(socket.last('leave')).toMatchObject({ room: 'news' })
  ;(element as unknown as { rooms: unknown }).rooms = ['help', 'news']
  expect(element.rooms).toBe('help,news')
  await joinAll(socket, 3)
  expect(part(element, 'heading')?.textContent).toBe('#lobby')
})

test('[WG163] a page with one room loads nothing of rooms', async () => {
  const { element } = await entered({})
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(part(element, 'rooms-toggle')).toBeNull()
})

const sendAs = (socket: FakeSocket, ref: unknown, seq: number) =>
  socket.hear({ type: 'ok', ref, seq, id: `m${seq}`, sentAt: seq })

test('[WG165] what was written in a room is sent also where another one is shown right after; then the room is left', async () => {
  const { element, socket } = await entered({})
  for (const text of ['one', 'two']) element.send(text)
  await until(() => socket.said('send_message').length === 1)
  element.setAttribute('room', 'news')
  await joinAll(socket, 1)
  await until(() => texts(element).join() === 'in news')
  expect(socket.said('leave')).toEqual([])
  sendAs(socket, socket.last('send_message').ref, 2)
  await until(() => socket.said('send_message').length === 2)
  expect(socket.last('send_message')).toMatchObject({ room: 'lobby', text: 'two' })
  expect(socket.said('leave')).toEqual([])
  sendAs(socket, socket.last('send_message').ref, 3)
  await until(() => socket.said('leave').length === 1)
  expect(socket.last('leave')).toMatchObject({ room: 'lobby' })
})

test('[WG165] who comes back before all is sent finds the room as it was, and stays in it', async () => {
  const { element, socket } = await entered({})
  element.send('one')
  await until(() => socket.said('send_message').length === 1)
  element.setAttribute('room', 'news')
  await joinAll(socket, 1)
  element.setAttribute('room', 'lobby')
  await until(() => texts(element).join() === 'in lobby,one')
  const { ref, cid } = socket.last('send_message')
  sendAs(socket, ref, 2)
  socket.hear(message(2, { room: 'lobby', cid: String(cid), user: ADA, text: 'one' }))
  await until(() => element.store?.view.log.items.every(each => each.kind !== 'message' || each.seq > 0))
  expect(texts(element)).toEqual(['in lobby', 'one'])
  expect(socket.said('leave').map(({ room }) => room)).toEqual(['news'])
  expect(socket.said('join')).toHaveLength(1)
})

test('[WG165] a room that no longer lets its writer in keeps nothing; who comes back asks anew', async () => {
  const { element, socket } = await entered({})
  element.send('one')
  await until(() => socket.said('send_message').length === 1)
  element.setAttribute('room', 'news')
  await joinAll(socket, 1)
  socket.hear({ type: 'removed', room: 'lobby', code: 'forbidden', message: 'You were put out.' })
  element.setAttribute('room', 'lobby')
  await until(() => socket.said('join').length === 2)
  expect(socket.last('join')).toMatchObject({ room: 'lobby' })
})

test('[WG166] a room that is left is counted no more, whether the page’s list or its reader left it', async () => {
  const { element, socket } = await entered({ rooms: 'news' })
  socket.hear(message(2, { room: 'news', user: BOB }))
  await until(() => element.counts['news']?.unread === 1)
  expect(Object.keys(element.counts).sort()).toEqual(['lobby', 'news'])
  element.setAttribute('rooms', '')
  await until(() => socket.said('leave').length === 1)
  expect(element.counts).toEqual({ lobby: { unread: 0, mentions: 0 } })
  element.setAttribute('room', 'help')
  await joinAll(socket, 2)
  await until(() => texts(element).join() === 'in help')
  expect(Object.keys(element.counts)).toEqual(['help'])
  // Who comes back has it counted again
  element.setAttribute('room', 'news')
  await joinAll(socket, 3)
  await until(() => texts(element).join() === 'in news')
  expect(Object.keys(element.counts)).toEqual(['news'])
})

test('[WG167] a room of the list that the page turns to is shown as it is followed, and stays joined like the one before', async () => {
  const { element, socket } = await entered({ rooms: 'lobby news help' })
  await joinAll(socket, 2)
  socket.hear(message(2, { room: 'news', text: 'more in news', user: BOB }))
  for (const [room, shown] of [
    ['news', 'in news,more in news'],
    ['help', 'in help'],
    ['lobby', 'in lobby'],
    ['news', 'in news,more in news'],
  ] as const) {
    element.setAttribute('room', room)
    await until(() => texts(element).join() === shown)
    expect(part(element, 'scroller')?.querySelector('[aria-busy=true]')).toBeNull()
  }
  element.setAttribute('rooms', 'news help')
  await until(() => element.store?.room.name === 'news')
  await new Promise(resolve => setTimeout(resolve, 20))
  expect([socket.said('leave').map(({ room }) => room), socket.said('join').length]).toEqual([['lobby'], 2])
})

test('[WG167] a room in which the page is by itself is shown from its newest messages', async () => {
  const { element, socket } = await entered({})
  element.client
    ?.room('news')
    .join()
    .catch(() => {})
  await joinAll(socket, 1)
  await until(() => element.client?.room('news').state.status === 'joined')
  element.setAttribute('room', 'news')
  await joinAll(socket, 2)
  await until(() => texts(element).join() === 'in news')
})
