import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ChatWidgetElement } from '../../../../../sdk/widget/element/chat-widget-element.ts'
import { ADA, connected, joined } from '../../../../support/client-harness.ts'
import { type FakeSockets, fakeSockets } from '../../../../support/fake-socket.ts'
import { strings } from '../../../../support/gallery/mount.ts'

/** Holds the chat back, as a slow network would. */
const network = vi.hoisted(() => {
  let arrive = () => {}
  const slow = new Promise<void>(resolve => {
    arrive = resolve
  })
  return { slow, asked: 0, arrive: () => arrive() }
})
vi.mock('../../../../../sdk/widget/chat/chat-part.ts', async importOriginal => {
  network.asked++
  await network.slow
  return importOriginal()
})

ChatWidgetElement.define()
let sockets: FakeSockets
let asked: string[]
const until = (holds: () => unknown) => vi.waitFor(() => expect(holds()).toBeTruthy(), { interval: 5, timeout: 15_000 })

function show(attributes: Record<string, string>): ChatWidgetElement {
  const element = document.createElement('chat-widget') as ChatWidgetElement
  for (const [name, value] of Object.entries({ server: 'https://chat.example', ...attributes }))
    element.setAttribute(name, value)
  document.body.append(element)
  return element
}

beforeEach(() => {
  sockets = fakeSockets()
  asked = []
  vi.stubGlobal('WebSocket', sockets.WebSocket)
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    // what a server of the first version says of its offers
    if (init.method !== 'POST') return new Response(null, { status: 404 })
    asked.push(url)
    return Response.json({ token: 'fresh', user: ADA, expiresAt: Number.MAX_SAFE_INTEGER })
  })
})
afterEach(() => vi.unstubAllGlobals())

// One after the other: once loaded the chat is there for all elements of the page
test('[WG141] a closed bubble of nobody asks for the chat when the page is idle, and is there meanwhile', async () => {
  const idle: (() => void)[] = []
  vi.stubGlobal('requestIdleCallback', (run: () => void) => idle.push(run))
  vi.stubGlobal('cancelIdleCallback', () => idle.splice(0))
  const element = show({ mode: 'bubble' })
  await until(() => element.shadowRoot?.querySelector('[part=launcher]'))
  expect([network.asked, idle.length]).toEqual([0, 1])
  element.show()
  await until(() => element.shadowRoot?.querySelector('input'))
  expect(network.asked).toBe(1)
  element.remove()
  await until(() => idle.length === 0)
})

test('[WG141] a login before the chat is there waits for it, as everything that is asked of the element does', async () => {
  const element = show({})
  const root = element.shadowRoot as ShadowRoot
  await until(() => root.querySelector('input'))
  const ready = vi.fn()
  element.addEventListener('chat-ready', ready)
  const field = root.querySelector('input') as HTMLInputElement
  field.value = 'Ada'
  root.querySelector('form')?.requestSubmit()
  const join = () => root.querySelector('[part=join]')
  await until(() => join()?.textContent === strings.joining)
  expect([join()?.getAttribute('aria-disabled'), asked, element.client, element.unread]).toEqual([
    'true',
    [],
    undefined,
    0,
  ])
  const sent = element.send('from the page')
  network.arrive()
  await until(() => sockets.all.at(-1)?.readyState === 0)
  expect(asked).toEqual(['https://chat.example/login'])
  const socket = sockets.last
  socket.open()
  await until(() => socket.said('connect').length > 0)
  socket.ok('connect', { ...connected(), rooms: [joined()] })
  await until(() => root.querySelector('textarea'))
  expect((await sent).text).toBe('from the page')
  expect([ready.mock.calls.length, element.client?.user, element.store?.room.name]).toEqual([1, ADA, 'lobby'])
})
