import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ChatWidgetElement } from '../../../../../sdk/widget/element/chat-widget-element.ts'
import { ADA, BOB, connected, joined, message } from '../../../../support/client-harness.ts'
import { type FakeSocket, type FakeSockets, fakeSockets } from '../../../../support/fake-socket.ts'

ChatWidgetElement.define()

let sockets: FakeSockets
let asked: string[]
let servers = 0
let server: string
const USERS: Record<string, object> = { Ada: ADA, Bob: BOB }

async function frames(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise(resolve => requestAnimationFrame(resolve))
}
const until = (holds: () => unknown) => vi.waitFor(() => expect(holds()).toBeTruthy(), { interval: 5, timeout: 8_000 })
const rootOf = (element: ChatWidgetElement) => element.shadowRoot as ShadowRoot
const part = (element: ChatWidgetElement, name: string) => rootOf(element).querySelector<HTMLElement>(`[part~=${name}]`)
const field = (element: ChatWidgetElement) => part(element, 'textarea') as HTMLTextAreaElement | null

function show(attributes: Record<string, string> = {}): ChatWidgetElement {
  const element = document.createElement('chat-widget') as ChatWidgetElement
  for (const [name, value] of Object.entries({ server, ...attributes })) element.setAttribute(name, value)
  document.body.append(element)
  return element
}

/** Answers every socket that waits for its `connect`, as the server would, by its token. */
async function answer(fields: object = {}, user?: object): Promise<FakeSocket[]> {
  const answered: FakeSocket[] = []
  for (const socket of sockets.all) {
    if (socket.readyState !== 0) continue
    socket.open()
    await until(() => socket.said('connect').length)
    const { token, rooms } = socket.last('connect') as { token?: string; rooms?: { room: string }[] }
    const who = user ?? USERS[String(token).replace('of ', '')]
    const page = rooms?.map(({ room }) => joined({ room, ...fields })) ?? []
    socket.ok('connect', { ...connected(), user: who, rooms: page })
    answered.push(socket)
  }
  await frames()
  return answered
}
/** Waits for so many open sockets, and answers them. */
async function online(count: number, fields: object = {}): Promise<FakeSocket[]> {
  await vi.waitFor(
    async () => {
      await answer(fields)
      expect(sockets.all.filter(({ readyState }) => readyState === 1)).toHaveLength(count)
    },
    { interval: 5, timeout: 8_000 },
  )
  await frames()
  return sockets.all.filter(({ readyState }) => readyState === 1)
}
async function entered(element: ChatWidgetElement, name: string): Promise<void> {
  const done = element.login(name)
  await until(() => sockets.all.some(({ readyState }) => readyState === 0))
  await answer()
  await done
  await until(() => field(element))
}
function type(element: ChatWidgetElement, text: string): void {
  const textarea = field(element) as HTMLTextAreaElement
  textarea.value = text
  textarea.dispatchEvent(new Event('input', { bubbles: true }))
}
const stored = () => JSON.stringify({ ...localStorage, ...sessionStorage })

beforeEach(() => {
  server = `https://one${servers++}.example`
  vi.stubGlobal('location', new URL('https://site.example/page'))
  sockets = fakeSockets()
  asked = []
  vi.stubGlobal('WebSocket', sockets.WebSocket)
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    // what a server of the first version says of its offers
    if (init.method !== 'POST') return new Response(null, { status: 404 })
    asked.push(url.replace(/.*\//, ''))
    if (url.endsWith('/logout')) return new Response(null, { status: 204 })
    const { username } = JSON.parse(String(init.body))
    return Response.json({ token: `of ${username}`, user: USERS[username], expiresAt: 1 })
  })
})
afterEach(async () => {
  document.body.replaceChildren()
  await frames()
  localStorage.clear()
  sessionStorage.clear()
  vi.unstubAllGlobals()
})

describe.each(['local', 'session', 'none'])('two elements of a page with storage="%s"', storage => {
  test('[WG93] are one login: what one does both are, at once', async () => {
    const [one, two] = [show({ storage, room: 'a' }), show({ storage, room: 'b' })]
    const heard: string[] = []
    for (const type of ['login', 'logout'])
      two.addEventListener(`chat-${type}`, event => heard.push(`${type} ${(event as CustomEvent).detail?.name ?? ''}`))
    await Promise.all([one.ready, two.ready])
    await entered(one, 'Ada')
    await online(2)
    expect([one.client?.user, two.client?.user]).toEqual([ADA, ADA])
    await until(() => field(two))
    await two.login('Bob')
    await online(2)
    expect([one.client?.user, two.client?.user]).toEqual([BOB, BOB])
    await until(() => rootOf(one).textContent?.includes('You are Bob now.'))
    await one.logout()
    await until(() => part(two, 'input') && part(one, 'input'))
    expect([one.client?.user, two.client?.user, sockets.all.filter(({ readyState }) => readyState === 1)]).toEqual([
      undefined,
      undefined,
      [],
    ])
    expect(heard).toEqual(['login Ada', 'login Bob', 'logout '])
    expect(asked).toEqual(['login', 'login', 'logout'])
  })

  test('[WG93] an end that the server says in one is the end in both', async () => {
    const [one, two] = [show({ storage, room: 'a' }), show({ storage, room: 'b' })]
    await Promise.all([one.ready, two.ready])
    await entered(one, 'Ada')
    const [first] = await online(2)
    first?.drop(4501)
    await until(() => part(one, 'input') && part(two, 'input'))
    expect(rootOf(two).textContent).toContain('Your session is over')
    expect(asked).toEqual(['login'])
  })

  test('[WG94] what is written belongs to person and room: over rooms, removal, language, sessions and elements', async () => {
    const element = show({ storage, room: 'a' })
    await element.ready
    await entered(element, 'Ada')
    const [socket] = await online(1)
    type(element, 'for a')
    expect(socket?.said('typing')).toHaveLength(1)
    element.room = 'b'
    await Promise.resolve()
    expect(field(element)?.value, 'another room at once').toBe('')
    type(element, 'for b')
    element.room = 'a'
    await frames()
    expect(field(element)?.value).toBe('for a')
    expect(
      socket?.said('typing').filter(({ active }) => active),
      'what is restored is not typed',
    ).toHaveLength(1)
    element.lang = 'de'
    await frames()
    expect(field(element)?.value, 'another language').toBe('for a')

    element.remove()
    await frames()
    document.body.append(element)
    await until(() => field(element))
    expect(field(element)?.value, 'put back').toBe('for a')
    element.remove()
    await frames()
    const another = show({ storage, room: 'a' })
    await until(() => field(another))
    expect(field(another)?.value, 'another element').toBe('for a')

    const [now] = await online(1)
    now?.drop(4501)
    await until(() => part(another, 'input'))
    await entered(another, 'Bob')
    expect(field(another)?.value, 'another person').toBe('')
    type(another, 'of Bob')
    await entered(another, 'Ada')
    await until(() => field(another)?.value === 'for a')
    field(another)?.form?.dispatchEvent(new Event('submit', { cancelable: true }))
    await frames()
    expect(field(another)?.value).toBe('')
    another.room = 'b'
    await frames()
    expect(field(another)?.value).toBe('for b')
    expect(storage === 'none' ? stored() : '').not.toContain('for b')

    await another.logout()
    await entered(another, 'Ada')
    expect(field(another)?.value, 'a logout deletes').toBe('')
    expect(stored()).not.toContain('for b')
  })

  test('[WG95] what was missed and whether the bubble is open are known to the next page, for the same person', async () => {
    const bubble = { storage, mode: 'bubble', room: 'a' }
    const element = show(bubble)
    element.show()
    await element.ready
    await entered(element, 'Ada')
    const old = { messages: [message(1, { room: 'a' })], seq: 1 }
    element.close()
    await frames()
    sockets.last.hear(message(2, { room: 'a' }), message(3, { room: 'a', user: ADA }))
    expect(element.unread).toBe(0)
    element.remove()
    await frames()

    // After a page load, the same and what came meanwhile
    const pages = [...old.messages, message(2, { room: 'a' }), message(3, { room: 'a', user: ADA })]
    const again = show(bubble)
    const told: number[] = []
    again.addEventListener('chat-unread', ({ detail }) => told.push(detail))
    await online(1, { messages: [...pages, message(4, { room: 'a' }), message(5, { room: 'a' })], seq: 5 })
    await again.ready
    expect(again.open).toBe(false)
    await until(() => again.unread > 0)
    expect([again.unread, told.at(-1)]).toEqual([4, 4])
    await until(() => part(again, 'launcher')?.getAttribute('aria-label') === 'Open chat, 4 messages unread')
    again.show()
    await frames()
    expect([again.unread, told.at(-1)]).toEqual([0, 0])
    again.remove()
    await frames()

    const third = show(bubble)
    await online(1, { messages: [...pages, message(4, { room: 'a' }), message(5, { room: 'a' })], seq: 5 })
    await third.ready
    expect([third.open, third.unread]).toEqual([true, 0])
    expect(document.activeElement, 'nobody opened it now').not.toBe(third)
    await third.logout()
    third.remove()
    await frames()
    const after = show(bubble)
    await after.ready
    expect([after.open, after.unread]).toEqual([false, 0])
  })
})

test('[WG95] a page that opens or closes the bubble while it loads wins over what its reader left; its markup does not', async () => {
  const first = show({ mode: 'bubble' })
  first.show()
  await first.ready
  await entered(first, 'Ada')
  first.close()
  await frames()
  first.remove()
  await frames()

  let told: string[] = []
  /** The next page: what it does with the element before that is in the document, and then at once. */
  async function load(before: (element: ChatWidgetElement) => void, then = before) {
    const element = document.createElement('chat-widget') as ChatWidgetElement
    told = []
    for (const type of ['chat-open', 'chat-close']) element.addEventListener(type, () => told.push(type))
    Object.assign(element, { server, mode: 'bubble' })
    before(element)
    document.body.append(element)
    then(element)
    await online(1)
    await element.ready
    await frames()
    const { open } = element
    element.remove()
    await frames()
    return open
  }
  const nothing = () => {}
  expect(await load(nothing)).toBe(false)
  expect(await load(element => element.setAttribute('open', ''), nothing), 'markup').toBe(false)
  expect([await load(nothing, element => element.show()), told]).toEqual([true, ['chat-open']])
  expect(await load(nothing), 'kept').toBe(true)
  expect([await load(nothing, element => element.close()), told]).toEqual([false, []])
  expect(await load(nothing), 'kept').toBe(false)
  const open = (element: ChatWidgetElement) => {
    element.open = true
  }
  expect(await load(open, nothing), 'before it is in the document').toBe(true)
})

test('[WG95] what the same person reads in another element is not missed in this one', async () => {
  const open = show({ room: 'a' })
  await open.ready
  await entered(open, 'Ada')
  const closed = show({ room: 'a', mode: 'bubble' })
  await closed.ready
  const both = await online(2)
  await until(() => open.counts['a'] && closed.counts['a'])
  for (let seq = 1; seq <= 5; seq++) for (const socket of both) socket.hear(message(seq, { room: 'a' }))
  await until(() => closed.unread === 5)
  expect(open.unread).toBe(0)
  await until(() => closed.unread === 0)
  open.remove()
  await frames()
  both[1]?.hear(message(6, { room: 'a' }))
  expect(closed.unread).toBe(1)
})

test('[WG5] nothing is kept of who is not logged in', async () => {
  const element = show({ mode: 'bubble' })
  await element.ready
  element.show()
  await frames()
  element.close()
  await frames()
  element.remove()
  await frames()
  expect(stored()).toBe('{}')
})

const loginKey = () => `chat-widget:${server}`
/** Another tab writes the login, or empties the storage. */
function other(value: object | undefined): void {
  if (value) localStorage.setItem(loginKey(), JSON.stringify(value))
  else localStorage.removeItem(loginKey())
  dispatchEvent(Object.assign(new Event('storage'), { key: loginKey() }))
}

test('[WG93] another tab that logs in, logs out or ends is followed; its own writing leads nowhere', async () => {
  const element = show()
  await element.ready
  other({ token: 'of Ada', id: ADA.id, name: 'Ada' })
  await online(1)
  await until(() => field(element))
  expect(element.client?.user).toEqual(ADA)
  const draft = await element.send('not sent')
  type(element, 'half')
  other(undefined)
  await frames()
  expect(element.client?.user, 'who empties the storage logs nobody out').toEqual(ADA)
  other({ token: 'of Bob', id: BOB.id, name: 'Bob' })
  expect(draft.state).toMatchObject({ status: 'failed', error: { code: 'unauthorized' } })
  await until(() => field(element)?.value === '')
  const [socket] = await online(1)
  expect(socket?.said('send_message')).toEqual([])
  other({ name: 'Bob', out: BOB.id })
  await until(() => part(element, 'input'))
  expect(rootOf(element).textContent).toContain('Your session is over')
  expect(localStorage.getItem(loginKey())).toBe(JSON.stringify({ name: 'Bob', out: BOB.id }))
  expect(asked).toEqual([])
})

test('[WG93] what is not sent is shown, counted and deleted only as its writer’s, also under a guest’s next id', async () => {
  const element = show()
  await element.ready
  other({ token: 'of Ada', id: ADA.id, name: 'Ada' })
  await online(1)
  await until(() => field(element))
  sockets.last.drop()
  const draft = await element.send('not sent')
  const shown = () => [rootOf(element).textContent?.includes('not sent'), element.store?.view.composer.failed]
  other({ token: 'of Bob', id: BOB.id, name: 'Bob' })
  await online(1)
  await until(() => rootOf(element).textContent?.includes('You are Bob now.'))
  expect(shown()).toEqual([false, 0])
  other({ name: 'Bob', out: BOB.id })
  await until(() => part(element, 'input'))
  expect(element.store?.room.drafts).toEqual([draft])
  USERS['Ada again'] = { id: 'u7', name: 'Ada' }
  other({ token: 'of Ada again', id: 'u7', name: 'Ada' })
  await online(1)
  await until(() => part(element, 'textarea'))
  await frames()
  expect(shown()).toEqual([true, 1])
  other({ name: 'Ada', out: 'u7' })
  await until(() => part(element, 'input'))
  expect(element.store?.room.drafts).toEqual([])
})

test('[WG93] on the own origin, a cookie that is another person’s by now makes nobody that person', async () => {
  vi.stubGlobal('location', new URL(`${server}/page`))
  localStorage.setItem(`chat-widget:${server}`, JSON.stringify({ id: ADA.id, name: 'Ada' }))
  const element = show()
  await until(() => sockets.all.length === 1)
  await answer({}, BOB)
  await until(() => part(element, 'input'))
  expect(rootOf(element).textContent).toContain('Somebody else has logged in here')
  expect(element.client?.user).toBeUndefined()
  expect(sockets.last.readyState).toBe(3)
})
