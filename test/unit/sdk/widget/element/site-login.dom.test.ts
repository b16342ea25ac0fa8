import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { TokenAsk } from '../../../../../sdk/client/types.ts'
import { ChatWidgetElement } from '../../../../../sdk/widget/element/chat-widget-element.ts'
import { ADA, BOB, connected, joined } from '../../../../support/client-harness.ts'
import { type FakeSocket, type FakeSockets, fakeSockets } from '../../../../support/fake-socket.ts'

ChatWidgetElement.define()

const SERVER = 'https://chat.example'
let sockets: FakeSockets
let asked: { url: string; init: RequestInit }[]
let answer: () => Response

const until = (holds: () => unknown) => vi.waitFor(() => expect(holds()).toBeTruthy(), { interval: 5, timeout: 15_000 })
const rootOf = (element: ChatWidgetElement) => element.shadowRoot as ShadowRoot
const words = (element: ChatWidgetElement) => rootOf(element).querySelector('[part=starting]')?.textContent ?? ''
const form = (element: ChatWidgetElement) => rootOf(element).querySelector('form[part=card]')
const again = (element: ChatWidgetElement) => rootOf(element).querySelector<HTMLButtonElement>('[part=starting] button')

function show(attributes: Record<string, string>, properties: Partial<ChatWidgetElement> = {}): ChatWidgetElement {
  const element = document.createElement('chat-widget') as ChatWidgetElement
  for (const [name, value] of Object.entries({ server: SERVER, ...attributes })) element.setAttribute(name, value)
  document.body.append(Object.assign(element, properties))
  return element
}

async function welcome(fields: object = {}): Promise<FakeSocket> {
  await until(() => sockets.all.at(-1)?.readyState === 0)
  const socket = sockets.last
  socket.open()
  socket.ok('connect', { ...connected(), serverAt: Date.now(), rooms: [joined()], ...fields })
  return socket
}

beforeEach(() => {
  vi.stubGlobal('location', new URL('https://site.example/page'))
  sockets = fakeSockets()
  asked = []
  answer = () => Response.json({ token: 'site-1' })
  vi.stubGlobal('WebSocket', sockets.WebSocket)
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push({ url: String(url), init })
    return answer()
  })
})
afterEach(async () => {
  document.body.replaceChildren()
  await new Promise(resolve => requestAnimationFrame(resolve))
  localStorage.clear()
  sessionStorage.clear()
  vi.unstubAllGlobals()
})

test('[WG150] a page’s token-url is asked by POST with its own cookies, and no login is shown', async () => {
  const element = show({ 'token-url': '/chat-token' })
  expect(element.tokenUrl).toBe('/chat-token')
  await until(() => words(element).includes('Connecting'))
  expect([form(element), again(element)?.hidden]).toEqual([null, true])
  const socket = await welcome()
  expect(socket.last('connect').token).toBe('site-1')
  expect(asked.filter(({ url }) => !url.endsWith('/login'))).toMatchObject([
    {
      url: '/chat-token',
      init: {
        method: 'POST',
        credentials: 'same-origin',
        cache: 'no-store',
        headers: { 'x-requested-with': expect.any(String) },
      },
    },
  ])
  await until(() => rootOf(element).querySelector('[part=composer]'))
  expect([form(element), Object.keys(localStorage).filter(key => localStorage[key].includes('site-1'))]).toEqual([
    null,
    [],
  ])
})

test('[WG151] the function of a page wins over the address, and is told why it is asked', async () => {
  const reasons: TokenAsk['reason'][] = []
  const tokenProvider = ({ reason }: TokenAsk) => `own-${reasons.push(reason)}`
  const element = show({ 'token-url': '/chat-token' }, { tokenProvider })
  const logins: unknown[] = []
  element.addEventListener('chat-login', ({ detail }) => logins.push(detail))
  const socket = await welcome()
  expect([socket.last('connect').token, asked, reasons]).toEqual(['own-1', [], ['connect']])
  await until(() => logins.length)
  expect(logins).toEqual([ADA])
})

test('[WG151] a function that comes late, as frameworks set it, takes the place of the login', async () => {
  const element = show({})
  await until(() => form(element))
  element.tokenProvider = () => 'late'
  const socket = await welcome()
  expect(socket.last('connect').token).toBe('late')
  await until(() => rootOf(element).querySelector('[part=composer]') && !form(element))
})

test('[WG152] when no token can be had that is said, with a button to try again', async () => {
  let works = false
  const tokenProvider = () => (works ? 'own' : Promise.reject(new Error('down')))
  const element = show({}, { tokenProvider })
  await until(() => words(element).includes('The site does not say who you are'))
  expect([again(element)?.hidden, again(element)?.textContent, form(element)]).toEqual([false, 'Try again', null])
  works = true
  again(element)?.click()
  await welcome()
  await until(() => rootOf(element).querySelector('[part=composer]'))
})

test('[WG152] an address that answers something else is the same; 401, 403 and null say that nobody is signed in', async () => {
  for (const [text, status] of [
    ['<h1>Log in</h1>', 200],
    ['{}', 200],
    ['{"token":7}', 200],
    ['no', 500],
  ] as const) {
    answer = () => new Response(text, { status })
    const element = show({ 'token-url': '/chat-token' })
    await until(() => words(element).includes('does not say who you are'))
    element.remove()
  }
  for (const [text, status] of [
    ['{"token":null}', 200],
    ['null', 200],
    ['', 401],
    ['', 403],
  ] as const) {
    answer = () => new Response(text, { status })
    const element = show({ 'token-url': '/chat-token' })
    await until(() => words(element).includes('signed out'))
    element.remove()
  }
  expect(sockets.all).toEqual([])
})

test('[WG153] who is signed out on the site is signed out in the chat, and comes back by its button', async () => {
  const answers: (string | null)[] = ['one', null, 'two']
  const element = show({}, { tokenProvider: () => answers.shift() ?? null })
  const told: string[] = []
  for (const name of ['login', 'logout']) element.addEventListener(`chat-${name}`, () => told.push(name))
  const socket = await welcome()
  await until(() => rootOf(element).querySelector('[part=composer]'))
  socket.drop(4005)
  await until(() => words(element).includes('signed out'))
  expect([rootOf(element).querySelector('[part=composer]'), form(element), told]).toEqual([
    null,
    null,
    ['login', 'logout'],
  ])
  again(element)?.click()
  const next = await welcome({ user: BOB })
  expect(next.last('connect').token).toBe('two')
  await until(() => rootOf(element).querySelector('[part=composer]'))
  expect(told).toEqual(['login', 'logout', 'login'])
})

test('[WG154] a login that is kept of this server is neither used nor touched, whoever else logs in or out', async () => {
  const kept = JSON.stringify({ token: 'guest', id: 'u9', name: 'Eve' })
  localStorage.setItem(`chat-widget:${SERVER}`, kept)
  const element = show({}, { tokenProvider: () => 'own' })
  const socket = await welcome()
  expect(socket.last('connect').token).toBe('own')
  await until(() => rootOf(element).querySelector('[part=composer]'))
  dispatchEvent(new StorageEvent('storage', { key: null }))
  expect([localStorage.getItem(`chat-widget:${SERVER}`), element.client?.user]).toEqual([kept, ADA])
})
