import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ChatWidgetElement } from '../../../../../sdk/widget/element/chat-widget-element.ts'
import { CONTRACT } from '../../../../../sdk/widget/element/contract.ts'
import { VERSION } from '../../../../../sdk/widget/element/version.ts'
import { ADA, BOB, connected, joined, message } from '../../../../support/client-harness.ts'
import { type FakeSocket, type FakeSockets, fakeSockets } from '../../../../support/fake-socket.ts'

ChatWidgetElement.define()

const ORIGIN = 'https://site.example'
const SERVER = 'https://chat.example'
const KEY = `chat-widget:${SERVER}`
let sockets: FakeSockets
let asked: { url: string; body: unknown }[]

/** Lets what is scheduled for the next frames happen. */
async function frames(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise(resolve => requestAnimationFrame(resolve))
}
const until = (holds: () => unknown) => vi.waitFor(() => expect(holds()).toBeTruthy(), { interval: 5, timeout: 15_000 })

function make(attributes: Record<string, string> = {}): ChatWidgetElement {
  const element = document.createElement('chat-widget') as ChatWidgetElement
  for (const [name, value] of Object.entries({ server: SERVER, ...attributes })) element.setAttribute(name, value)
  return element
}
function show(attributes?: Record<string, string>): ChatWidgetElement {
  const element = make(attributes)
  document.body.append(element)
  return element
}
const drawn = () =>
  [...document.querySelectorAll('chat-widget')].every(node => rootOf(node as ChatWidgetElement).childElementCount > 1)
/** Answers the newest socket's `connect`; what is in the page is drawn then. */
async function welcome(fields: object = {}): Promise<FakeSocket> {
  await until(() => sockets.all.at(-1)?.readyState === 0)
  const socket = sockets.last
  socket.open()
  await until(() => socket.said('connect').length > 0)
  const [first] = (socket.last('connect').rooms ?? []) as { room: string }[]
  socket.ok('connect', { ...connected(), rooms: first ? [joined({ room: first.room, ...fields })] : [] })
  await until(drawn)
  await frames()
  return socket
}
const keep = () =>
  localStorage.setItem(KEY, JSON.stringify({ token: 't', until: Number.MAX_SAFE_INTEGER, name: 'Ada' }))
const rootOf = (element: ChatWidgetElement) => element.shadowRoot as ShadowRoot
const record = (element: EventTarget) => {
  const seen: string[] = []
  for (const name of ['ready', 'message', 'status', 'error', 'open', 'close', 'login', 'logout']) {
    element.addEventListener(`chat-${name}`, () => seen.push(name))
  }
  return seen
}

beforeEach(() => {
  vi.stubGlobal('location', new URL(`${ORIGIN}/page`))
  sockets = fakeSockets()
  asked = []
  vi.stubGlobal('WebSocket', sockets.WebSocket)
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    // what a server of the first version says of its offers
    if (init.method !== 'POST') return new Response(null, { status: 404 })
    asked.push({ url, body: init.body })
    const body = { token: 'fresh', user: ADA, expiresAt: Number.MAX_SAFE_INTEGER }
    return url.endsWith('/login') ? new Response(JSON.stringify(body)) : new Response(null, { status: 204 })
  })
})
afterEach(async () => {
  document.body.replaceChildren()
  await frames()
  localStorage.clear()
  sessionStorage.clear()
  vi.unstubAllGlobals()
})

describe('attributes and properties', () => {
  test('[WG1] each attribute is a property, and what is not known counts as the default', () => {
    const element = make()
    expect(element).toMatchObject({ server: SERVER, room: 'lobby', mode: 'inline', theme: 'auto', storage: 'local' })
    expect(element).toMatchObject({ open: false, heading: '' })
    Object.assign(element, { room: 'den', mode: 'bubble', theme: 'dark', storage: 'none', heading: 'Den', open: true })
    for (const [name, value] of [
      ['room', 'den'],
      ['mode', 'bubble'],
      ['theme', 'dark'],
      ['storage', 'none'],
      ['heading', 'Den'],
      ['open', ''],
    ]) {
      expect(element.getAttribute(name ?? '')).toBe(value)
    }
    for (const name of ['mode', 'theme', 'storage']) element.setAttribute(name, 'nonsense')
    expect(element).toMatchObject({ mode: 'inline', theme: 'auto', storage: 'local' })
  })

  test('[WG3] properties that were set before the element was defined count', async () => {
    class Late extends ChatWidgetElement {}
    const early = document.createElement('late-chat') as ChatWidgetElement
    Object.assign(early, { server: SERVER, room: 'early', mode: 'page' })
    customElements.define('late-chat', Late)
    customElements.upgrade(early)
    const element =
      early instanceof Late ? early : Object.assign(new Late(), { room: 'early', mode: 'page', server: SERVER })
    document.body.append(element)
    expect(element.getAttribute('room')).toBe('early')
    expect((await element.ready).store?.room.name).toBe('early')
  })

  test('[WG4] the address defaults to that of the script, then to the page', async () => {
    const serverOf = async (server: string) => (await show({ server }).ready).client?.server
    ChatWidgetElement.defaultServer = 'https://scripts.example'
    expect(await serverOf('')).toBe('https://scripts.example')
    ChatWidgetElement.defaultServer = undefined
    expect(await serverOf('')).toBe(ORIGIN)
    expect(await serverOf(`${SERVER}/`)).toBe(SERVER)
  })

  test('[WG1] the version is that of the package', async () => {
    const { default: manifest } = await import('../../../../../sdk/package.json', { with: { type: 'json' } })
    expect(VERSION).toBe(manifest.version)
    expect(ChatWidgetElement.version).toBe(VERSION)
  })
})

describe('life', () => {
  test('[WG5] before a login it opens no connection, asks nothing and stores nothing', async () => {
    const element = show()
    await element.ready
    await frames()
    expect(sockets.all).toHaveLength(0)
    expect(asked).toEqual([])
    expect(localStorage.length).toBe(0)
    expect(rootOf(element).querySelector('input')).not.toBeNull()
  })

  test('[WG6] a login by method: events, chat, and a reload goes on without another login', async () => {
    const element = show()
    const seen = record(element)
    const done = element.login('Ada')
    await welcome()
    await done
    expect(asked[0]?.url).toBe(`${SERVER}/login`)
    await until(() => rootOf(element).querySelector('textarea'))
    expect(seen.filter(name => name !== 'status')).toEqual(['ready', 'login'])
    element.remove()
    await frames()
    const again = show()
    const socket = await welcome()
    expect(socket.last('connect').token).toBe('fresh')
    await until(() => again.store?.view.screen === 'chat')
    expect(asked).toHaveLength(1)
  })

  test('[WG6] a method called before the element is in a document waits for that', async () => {
    const element = make()
    let done = false
    const login = element.login('Ada').then(() => {
      done = true
    })
    await frames()
    expect(done).toBe(false)
    document.body.append(element)
    await welcome()
    await login
    expect(element.client?.user).toEqual(ADA)
  })

  test('[WG6] sending without a login is refused in words', async () => {
    await expect(show().send('hello')).rejects.toMatchObject({ code: 'unauthorized' })
  })

  test('[WG91] a login, a message and a logout, awaited or not, happen in the order in which they are written', async () => {
    const awaited = show()
    const entered = welcome()
    await awaited.ready
    await awaited.login('x')
    const draft = await awaited.send('hi')
    const socket = await entered
    await until(() => socket.said('send_message').length)
    expect([draft.text, socket.last('send_message').text]).toEqual(['hi', 'hi'])
    await awaited.logout()
    await expect(awaited.send('late')).rejects.toMatchObject({ code: 'unauthorized' })

    const unawaited = make({ server: 'https://other.example' })
    const all = [unawaited.login('x'), unawaited.send('one'), unawaited.send('two'), unawaited.logout()]
    const late = unawaited.send('late').catch(error => error.code)
    document.body.append(unawaited)
    const [, one, two] = await Promise.all(all)
    expect([one?.text, two?.text, await late]).toEqual(['one', 'two', 'unauthorized'])
    expect(asked.map(({ url }) => url.replace(/.*\//, ''))).toEqual(['login', 'logout', 'login', 'logout'])
  })

  test('[WG91] a login that is refused lets the next call have its turn', async () => {
    vi.stubGlobal('fetch', async () =>
      Response.json({ error: { code: 'username_taken', message: 'Taken.' } }, { status: 409 }),
    )
    const element = show()
    const all = [element.login('x'), element.login('y'), element.send('hi'), element.logout()]
    const codes = await Promise.all(
      all.map(call =>
        call.then(
          () => 'done',
          error => error.code,
        ),
      ),
    )
    expect(codes).toEqual(['username_taken', 'username_taken', 'unauthorized', 'done'])
  })

  test('[WG91] a method whose element was removed before its turn rejects', async () => {
    for (const act of [
      (element: ChatWidgetElement) => element.login('Ada'),
      (element: ChatWidgetElement) => element.logout(),
      (element: ChatWidgetElement) => element.send('hi'),
    ]) {
      const element = show()
      await element.ready
      element.remove()
      await expect(act(element)).rejects.toMatchObject({ code: 'closed' })
    }
    expect(asked).toEqual([])
  })

  test('[WG91] a method of an element that stays outside of the document says that it waits', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const element = make()
      element.send('hi').catch(() => {})
      await vi.advanceTimersByTimeAsync(5_000)
      expect(warn.mock.calls).toEqual([['<chat-widget> is in no document; its methods wait until it is.']])
      const soon = make()
      soon.login('Ada').catch(() => {})
      document.body.append(soon)
      await vi.advanceTimersByTimeAsync(5_000)
      expect(warn).toHaveBeenCalledTimes(1)
    } finally {
      vi.useRealTimers()
      warn.mockRestore()
    }
  })

  test('[WG92] a server or a room that cannot be is said in the widget, and by every method; put right, it works', async () => {
    const wrong = [
      [{ server: 'ftp://x' }, 'invalid_server'],
      [{ server: 'http://' }, 'invalid_server'],
      [{ server: 'javascript:alert(1)' }, 'invalid_server'],
      [{ server: 'https://chat.example:port' }, 'invalid_server'],
      [{ room: 'no spaces' }, 'invalid_room'],
      [{ room: '#lobby' }, 'invalid_room'],
      [{ room: 'a'.repeat(65) }, 'invalid_room'],
    ] as const
    for (const [attributes, code] of wrong) {
      for (const mode of ['inline', 'bubble']) {
        const element = show({ ...attributes, mode, open: '' })
        const seen = record(element)
        for (const call of [element.ready, element.login('Ada'), element.send('hi'), element.logout()])
          await expect(call, JSON.stringify(attributes)).rejects.toMatchObject({ name: 'ChatError', code })
        await until(() => rootOf(element).textContent?.includes('The site’s owner has to'))
        expect(rootOf(element).querySelector('[role=alert]')?.textContent).toContain('The site’s owner has to')
        expect(sockets.all).toHaveLength(0)
        Object.assign(element, { server: SERVER, room: 'lobby' })
        await element.ready
        await until(() => rootOf(element).querySelector('input'))
        expect(seen).toContain('ready')
        element.remove()
      }
    }
  })

  test('[WG92] a server or a room that becomes nonsense ends the chat in words', async () => {
    keep()
    const element = show()
    const socket = await welcome()
    await element.ready
    element.room = 'no spaces'
    await frames()
    expect(socket.said('leave')).toHaveLength(1)
    await expect(element.ready).rejects.toMatchObject({ code: 'invalid_room' })
    element.room = 'den'
    await element.ready
    expect(socket.last('join')).toMatchObject({ room: 'den' })
    element.server = 'nonsense:'
    await frames()
    expect(socket.closedWith).toBe(1000)
    await expect(element.send('hi')).rejects.toMatchObject({ code: 'invalid_server' })
    await until(() => rootOf(element).textContent?.includes('nonsense:'))
  })

  test('[WG16] a text that cannot be sent stays in the composer, with the reason, until it is changed', async () => {
    keep()
    const element = show()
    const socket = await welcome()
    await until(() => rootOf(element).querySelector('textarea'))
    const field = rootOf(element).querySelector('textarea') as HTMLTextAreaElement
    field.value = '\u200b\u200b'
    field.form?.dispatchEvent(new Event('submit', { cancelable: true }))
    expect(field.value).toBe('\u200b\u200b')
    expect(field.validationMessage).toBe('There is nothing to send.')
    expect(rootOf(element).querySelector('[role=alert]')?.textContent).toBe('There is nothing to send.')
    field.value = 'hello'
    field.dispatchEvent(new Event('input'))
    expect(field.validationMessage).toBe('')
    field.form?.dispatchEvent(new Event('submit', { cancelable: true }))
    expect(field.value).toBe('')
    expect(socket.last('send_message')).toMatchObject({ text: 'hello' })
  })

  test('[WG10] a move in the document ends nothing, a removal leaves the room at once', async () => {
    keep()
    const element = show()
    const socket = await welcome()
    const { client } = element
    const place = document.body.appendChild(document.createElement('section'))
    place.append(element)
    await frames()
    expect(element.client).toBe(client)
    expect(socket.closedWith).toBeUndefined()
    element.remove()
    await frames()
    expect(socket.said('disconnect')).toHaveLength(1)
    expect(element.client).toBeUndefined()
    expect(rootOf(element).childElementCount).toBe(0)
  })

  test('[WG10] removed while it connects, it leaves nothing behind; put back, it works', async () => {
    keep()
    const element = show()
    await until(() => sockets.all.length === 1)
    element.remove()
    await frames()
    expect(sockets.last.readyState).toBe(3)
    document.body.append(element)
    await welcome()
    expect(sockets.all).toHaveLength(2)
    await until(() => element.store?.view.screen === 'chat')
  })

  test('[WG10] removed during a login, nothing happens afterwards', async () => {
    let answer = (_: Response) => {}
    vi.stubGlobal(
      'fetch',
      () =>
        new Promise<Response>(resolve => {
          answer = resolve
        }),
    )
    const element = show()
    await element.ready
    const login = element.login('Ada')
    await frames()
    element.remove()
    await frames()
    answer(new Response(JSON.stringify({ token: 'late', user: ADA, expiresAt: 9e15 })))
    await expect(login).rejects.toMatchObject({ code: 'closed' })
    expect(sockets.all).toHaveLength(0)
    expect(localStorage.length).toBe(0)
  })

  test('[WG6] a dead session is forgotten, and the login says why', async () => {
    keep()
    const element = show()
    const seen = record(element)
    const socket = await welcome()
    socket.drop(4501)
    await until(() => rootOf(element).textContent?.includes('Your session is over'))
    expect(rootOf(element).querySelector('input')?.value).toBe('Ada')
    expect(localStorage.getItem(KEY)).toBe('{"name":"Ada"}')
    expect(seen).toContain('logout')
    expect(seen).toContain('error')
  })

  test('[WG11] another room at run time: the old one is left, the same connection goes on', async () => {
    keep()
    const element = show()
    const socket = await welcome()
    element.room = 'den'
    await frames()
    expect(socket.last('leave')).toMatchObject({ room: 'lobby' })
    expect(socket.last('join')).toMatchObject({ room: 'den' })
    expect(sockets.all).toHaveLength(1)
    expect(element.store?.view.room).toBe('den')
  })

  test('[WG11] another server at run time: the old connection ends', async () => {
    keep()
    const element = show()
    const socket = await welcome()
    element.server = 'https://other.example'
    element.mode = 'page'
    await frames()
    expect(socket.said('disconnect')).toHaveLength(1)
    expect(element.client?.server).toBe('https://other.example')
    expect(element.store?.view.screen).toBe('login')
  })

  test('[WG11] another language at run time keeps connection and messages', async () => {
    keep()
    const element = show()
    await welcome({ messages: [message(1)], seq: 1 })
    const { store } = element
    element.lang = 'de'
    await frames()
    expect(element.store).toBe(store)
    await until(() => rootOf(element).textContent?.includes('text 1'))
    expect(rootOf(element).querySelectorAll('textarea')).toHaveLength(1)
  })
})

test('[WG24] an open element has its size at once, and is drawn in a task of its own, where no frame comes', async () => {
  const never = vi.spyOn(globalThis, 'requestAnimationFrame').mockReturnValue(0)
  try {
    const element = show()
    const [held, ...others] = rootOf(element).children
    expect([rootOf(element).adoptedStyleSheets.length, others.length, held?.childNodes.length]).toEqual([1, 0, 0])
    await until(() => rootOf(element).querySelector('input'))
  } finally {
    never.mockRestore()
  }
})

test('[WG22] the first page is drawn when it comes, where no frame comes', async () => {
  keep()
  const first = show()
  await welcome()
  await until(() => rootOf(first).querySelector('textarea'))
  first.remove()

  const element = show()
  await until(() => sockets.all.length === 2)
  const never = vi.spyOn(globalThis, 'requestAnimationFrame').mockReturnValue(0)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const socket = sockets.last
    socket.open()
    await vi.advanceTimersByTimeAsync(5)
    socket.ok('connect', {
      ...connected(),
      rooms: [joined({ seq: 1, messages: [message(1, { text: 'Good morning' })] })],
    })
    await vi.advanceTimersByTimeAsync(5)
    expect(rootOf(element).textContent).toContain('Good morning')
  } finally {
    vi.useRealTimers()
    never.mockRestore()
  }
})

describe('while a session is tried whose user is known', () => {
  const keepUser = () =>
    localStorage.setItem(
      KEY,
      JSON.stringify({ token: 't', until: Number.MAX_SAFE_INTEGER, id: ADA.id, name: ADA.name }),
    )
  const part = (element: ChatWidgetElement, name: string) => rootOf(element).querySelector(`[part~=${name}]`)

  test('[WG23] the chat can be written in, and what is sent goes when the session counts', async () => {
    keepUser()
    const element = show()
    const seen = record(element)
    await until(() => part(element, 'textarea'))
    expect(part(element, 'skeleton')?.hasAttribute('hidden')).toBe(false)
    expect(sockets.last.readyState).toBe(0)
    const field = part(element, 'textarea') as HTMLTextAreaElement
    field.value = 'early'
    field.form?.dispatchEvent(new Event('submit', { cancelable: true }))
    await until(() => part(element, 'message')?.textContent?.includes('early'))
    expect(seen).not.toContain('ready')
    const socket = await welcome()
    await until(() => socket.said('send_message').length)
    expect(socket.said('send_message')).toMatchObject([{ text: 'early' }])
    await until(() => seen.includes('ready'))
    expect(part(element, 'textarea')).toBe(field)
  })

  test('[WG23] the login takes the place of the chat if the session is over', async () => {
    keepUser()
    const element = show()
    await until(() => part(element, 'textarea'))
    ;(part(element, 'textarea') as HTMLElement).focus()
    const socket = sockets.last
    socket.open()
    await until(() => socket.said('connect').length)
    socket.refuse('connect', 'unauthorized')
    await until(() => part(element, 'input'))
    expect(part(element, 'chat')).toBe(null)
    expect(rootOf(element).activeElement).toBe(part(element, 'input'))
  })

  test('[WG23] a further element has it at once, and who is not known waits', async () => {
    keepUser()
    const first = show()
    await until(() => part(first, 'textarea'))
    const next = show()
    await until(() => part(next, 'panel'))
    expect([part(next, 'textarea'), part(next, 'starting')]).toEqual([expect.anything(), null])
    keep()
    const unknown = show()
    await until(() => part(unknown, 'panel'))
    expect([part(unknown, 'textarea'), part(unknown, 'starting')]).toEqual([null, expect.anything()])
  })
})

describe('events', () => {
  test('[WG12] messages are told with whose they are, across shadow boundaries', async () => {
    keep()
    const outer = document.body.appendChild(document.createElement('div'))
    const element = make()
    outer.attachShadow({ mode: 'open' }).append(element)
    const details: unknown[] = []
    outer.addEventListener('chat-message', event => details.push(event.detail))
    const socket = await welcome()
    socket.hear(message(1), { ...message(2), user: ADA })
    expect(details).toMatchObject([
      { own: false, live: true, message: { text: 'text 1', user: BOB } },
      { own: true, message: { seq: 2 } },
    ])
  })

  test('[WG100] in a whole visit the element fires the events of its contract, and no others', async () => {
    const element = make({ mode: 'bubble' })
    const dispatch = vi.spyOn(element, 'dispatchEvent')
    const heard = () => dispatch.mock.calls.map(([{ type }]) => type)
    document.body.append(element)
    element.show()
    const done = element.login('Ada')
    const socket = await welcome()
    await done
    await element.send('hi')
    element.close()
    await frames()
    socket.hear({ ...message(1), mentions: [ADA] })
    await until(() => heard().includes('chat-mention'))
    socket.hear({
      type: 'message_edited',
      room: 'lobby',
      seq: 2,
      id: 'e2',
      cid: 'e2',
      user: BOB,
      sentAt: 2,
      messageId: 'm1',
      target: 1,
      text: 'x',
    })
    await until(() => heard().includes('chat-change'))
    socket.drop(4501)
    await until(() => heard().includes('chat-logout'))
    // who goes to another room has more than one: several-rooms
    const here = Object.keys(CONTRACT.events).filter(name => name !== 'chat-room')
    expect([...new Set(heard())].sort()).toEqual(here.sort())
  })
})

describe('bubble', () => {
  const badge = (element: ChatWidgetElement) =>
    rootOf(element).querySelector('[part~=launcher]')?.getAttribute('aria-label')

  test('[WG13] it counts what arrives while it is closed, own messages aside, and forgets it when it opens', async () => {
    keep()
    const element = show({ mode: 'bubble' })
    const seen = record(element)
    const socket = await welcome({ messages: [message(1)], seq: 1 })
    expect(badge(element), 'what is history').toBe('Open chat')
    socket.hear(message(2), message(3), { ...message(4), user: ADA })
    await until(() => badge(element) === 'Open chat, 2 messages unread')
    element.show()
    await frames()
    expect(badge(element)).toBe('Close chat')
    socket.hear(message(5))
    // half a second before their eyes
    await until(() => element.counts['lobby']?.unread === 0)
    element.close()
    await frames()
    expect(badge(element)).toBe('Open chat')
    expect(seen.filter(name => name === 'open' || name === 'close')).toEqual(['open', 'close'])
    expect(element.hasAttribute('open')).toBe(false)
  })

  test('[WG13] the launcher opens and closes it, Escape closes it, and the attribute says so', async () => {
    const element = show({ mode: 'bubble' })
    await element.ready
    const launcher = rootOf(element).querySelector<HTMLElement>('[part~=launcher]')
    launcher?.click()
    await frames()
    expect(element.open).toBe(true)
    const panel = rootOf(element).querySelector('#panel')
    const pressed = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true })
    panel?.dispatchEvent(pressed)
    expect(element.open).toBe(false)
    expect(pressed.defaultPrevented).toBe(true)
  })
})

describe('a closed bubble that was never open', () => {
  test('[WG21] who is logged in and opens it stands in the composer as soon as that is there', async () => {
    keep()
    const element = show({ mode: 'bubble' })
    await welcome()
    element.show()
    await until(() => rootOf(element).activeElement?.localName === 'textarea')
  })

  test('[WG21] what is opened before anything of it is drawn gets the focus, too', async () => {
    const element = show({ mode: 'bubble' })
    await new Promise(requestAnimationFrame)
    void element.ready
    expect(rootOf(element).querySelector('[part~=launcher]')).toBe(null)
    element.show()
    await until(() => rootOf(element).activeElement?.localName === 'input')
  })

  test('[WG21] it has nothing but its launcher, and is made with all else when it opens', async () => {
    const element = show({ mode: 'bubble' })
    await element.ready
    const panel = rootOf(element).querySelector('#panel')
    expect(panel?.querySelector('input')).toBe(null)
    expect(rootOf(element).querySelector('[part~=launcher]')).not.toBe(null)
    element.show()
    await frames()
    expect(panel?.querySelector('input')).not.toBe(null)
    expect(rootOf(element).activeElement?.localName).toBe('input')
  })

  test('[WG21] it begins when the page is painted, or at once when it is asked for anything or opened', async () => {
    const waiting = show({ mode: 'bubble' })
    const drawn = () => rootOf(waiting).childNodes.length > 0
    await new Promise(requestAnimationFrame)
    expect(drawn()).toBe(false)
    await waiting.ready
    expect(drawn()).toBe(true)

    const asked = show({ mode: 'bubble' })
    expect(asked.client?.status.status).not.toBe('online')
    expect(rootOf(asked).childNodes.length).toBeGreaterThan(0)
    expect((await asked.ready).client).toBeDefined()

    const opened = show({ mode: 'bubble' })
    const seen = record(opened)
    opened.show()
    expect(seen).toEqual(['open'])
    await until(() => rootOf(opened).querySelector('[data-mode=bubble][data-open]'))

    const removed = show({ mode: 'bubble' })
    removed.remove()
    await frames()
    expect([rootOf(removed).childNodes.length, removed.client]).toEqual([0, undefined])
  })

  test('[WG21] it draws in a frame of its own and measures nothing', async () => {
    const style = vi.spyOn(globalThis, 'getComputedStyle')
    const height = vi.fn(() => 700)
    vi.stubGlobal('visualViewport', Object.defineProperty(new EventTarget(), 'height', { get: height }))
    const element = show({ mode: 'bubble' })
    expect(rootOf(element).querySelector('[data-mode]')).toBe(null)
    await element.ready
    await frames()
    expect(rootOf(element).querySelector('[data-mode=bubble]')).not.toBe(null)
    expect([style.mock.calls.length, height.mock.calls.length]).toEqual([0, 0])
  })
})

test('[WG14] two elements of one page are two chats', async () => {
  const [one, two] = [show({ room: 'a' }), show({ room: 'b', server: 'https://other.example' })]
  await Promise.all([one.ready, two.ready])
  expect(one.client).not.toBe(two.client)
  expect(rootOf(one).adoptedStyleSheets[0]).toBe(rootOf(two).adoptedStyleSheets[0])
})
