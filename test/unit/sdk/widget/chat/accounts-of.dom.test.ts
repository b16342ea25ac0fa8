import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ChatWidgetElement } from '../../../../../sdk/widget/element/chat-widget-element.ts'
import { words } from '../../../../../sdk/widget/features/account/words.ts'
import { connected, joined } from '../../../../support/client-harness.ts'
import { type FakeSockets, fakeSockets } from '../../../../support/fake-socket.ts'

ChatWidgetElement.define()

let SERVER = 'https://chat.example'
const ADA = { id: 'a:1', name: 'Ada' }
let sockets: FakeSockets
let asked: string[]
let offers: () => Response | Promise<Response>

const until = (holds: () => unknown) => vi.waitFor(() => expect(holds()).toBeTruthy(), { interval: 5, timeout: 15_000 })

beforeEach(() => {
  vi.stubGlobal('location', new URL('https://site.example/page'))
  sockets = fakeSockets()
  asked = []
  vi.stubGlobal('WebSocket', sockets.WebSocket)
  vi.stubGlobal('fetch', async (url: string, { method = 'GET' }: RequestInit = {}) => {
    asked.push(`${method} ${new URL(url).pathname}`)
    return method === 'GET' ? offers() : Response.json({ token: 'fresh', user: ADA, expiresAt: 9 })
  })
})
afterEach(async () => {
  document.body.replaceChildren()
  await new Promise(resolve => requestAnimationFrame(resolve))
  localStorage.clear()
  vi.unstubAllGlobals()
})

function show() {
  const element = document.createElement('chat-widget') as ChatWidgetElement
  element.setAttribute('server', SERVER)
  document.body.append(element)
  const root = element.shadowRoot as ShadowRoot
  const button = (text: string) => [...root.querySelectorAll('button')].find(each => each.textContent === text)
  return { element, root, button, field: () => root.querySelector<HTMLInputElement>('#name') }
}

test('[VW210] the guest’s login waits for nothing, and a server that offers guests alone, or knows no offers, adds nothing', async () => {
  for (const [i, answer] of [
    () => Response.json({ auth: ['guest'], register: false, name: '' }),
    () => Response.json({ error: { code: 'not_found', message: 'No.' } }, { status: 404 }),
    () => new Response('<h1>Hello</h1>'),
    () => Promise.reject(new TypeError('down')),
    () => new Promise<Response>(() => {}),
  ].entries()) {
    SERVER = `https://chat${i}.example`
    offers = answer
    asked = []
    const { element, root, field } = show()
    await until(field)
    await until(() => asked.length)
    await new Promise(resolve => setTimeout(resolve))
    expect([asked, root.querySelector('#password')]).toEqual([['GET /login'], null])
    element.remove()
  }
})

test('[VW213] where passwords are offered a login by one goes on in the chat, and is kept', async () => {
  SERVER = 'https://passwords.example'
  offers = () => Response.json({ auth: ['guest', 'password'], register: true, name: '' })
  const { element, root, button, field } = show()
  const told: string[] = []
  element.addEventListener('chat-login', ({ detail }) => told.push(detail.id))
  await until(field)
  const name = field() as HTMLInputElement
  name.value = 'Ada'
  await until(() => button(words.go.login))
  expect(field()).toBe(name)
  button(words.go.login)?.click()
  const password = root.querySelector<HTMLInputElement>('#password') as HTMLInputElement
  password.value = 'secret enough'
  button(words.enter.login)?.click()
  await until(() => sockets.all.length)
  const socket = sockets.last
  socket.open()
  expect(socket.last('connect')).toMatchObject({ token: 'fresh', rooms: [{ room: 'lobby' }] })
  socket.ok('connect', { ...connected(), user: ADA, rooms: [joined()] })
  await until(() => root.querySelector('[part=composer]'))
  expect([told, asked]).toEqual([[ADA.id], ['GET /login', 'POST /login']])
  expect(JSON.parse(localStorage.getItem(`chat-widget:${SERVER}`) ?? '{}')).toMatchObject({
    token: 'fresh',
    id: ADA.id,
  })
})
