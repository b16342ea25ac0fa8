import { describe, expect, test } from 'vitest'
import { ClientStore } from '../../../../sdk/store/client-store.ts'
import { RoomStore } from '../../../../sdk/store/room-store.ts'
import type { ViewModel } from '../../../../sdk/store/view-model.ts'
import { ADA, BOB, harness, joined, message } from '../../../support/client-harness.ts'
import { settle } from '../../../support/virtual-clock.ts'

const json = (status: number, body: object) => Promise.resolve(new Response(JSON.stringify(body), { status }))
const loggedIn = (user: object) => json(200, { token: 't2', user, expiresAt: Number.MAX_SAFE_INTEGER })

/** A store over the real client, whose sockets and time are the test's. */
function opened(over: Parameters<typeof harness>[0] = {}) {
  const kit = harness(over)
  const { clock } = kit
  const client = new ClientStore({ client: kit.client, name: 'Last', clock })
  const store = new RoomStore({ client, room: 'lobby', lang: 'en', clock })
  const views: ViewModel[] = []
  // As one that draws in the next frame does
  store.subscribe(() => queueMicrotask(() => views.push(store.view)))
  const start = (resume: boolean) => {
    store.start()
    client.start(resume)
    return store.view
  }
  return { ...kit, store, start, login: (name: string) => client.login(name), views, enter: kit.welcome }
}
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)
const texts = (view: ViewModel) => view.log.items.map(item => (item.kind === 'message' ? item.text : item.kind))

async function chatting(fields: object = {}) {
  const kit = opened()
  kit.start(true)
  const socket = await kit.welcome([joined(fields)])
  return { ...kit, socket }
}

describe('from login to chat', () => {
  test('[TL16] without a session it shows the login, with the last name, and opens no connection', async () => {
    const { store, sockets, start } = opened({ token: undefined })
    start(false)
    await settle()
    expect(store.view).toMatchObject({ screen: 'login', login: { busy: false, error: undefined, name: 'Last' } })
    expect(sockets.all).toHaveLength(0)
  })

  test('[TL16] a stored session is tried before anything is shown; then it is the chat', async () => {
    const { store, welcome, start } = opened()
    start(true)
    await settle()
    expect(store.view.screen).toBe('starting')
    const socket = await welcome([joined({ messages: [message(1)], seq: 1 })])
    expect(socket.said('connect')[0]).toMatchObject({ rooms: [{ room: 'lobby' }] })
    expect(store.view).toMatchObject({ screen: 'chat', me: ADA, log: { ready: true }, people: { count: 1 } })
    expect(texts(store.view)).toEqual(['day', 'text 1'])
  })

  test('[TL16] a stored session while the server is away: the chat, which waits', async () => {
    const { store, sockets, start } = opened()
    start(true)
    await settle()
    sockets.last.drop()
    await settle()
    expect(store.view).toMatchObject({ screen: 'chat', connection: { status: 'waiting' }, log: { ready: false } })
  })

  test('[TL17] a dead session leads to the login, which says why and holds the name', async () => {
    const { store, socket } = await chatting()
    socket.drop(4501, 'unauthorized')
    await settle()
    expect(store.view).toMatchObject({ screen: 'login', login: { error: { code: 'unauthorized' }, name: 'Ada' } })
  })

  test('[TL17] a removal leads to the login too', async () => {
    const { store, socket } = await chatting()
    socket.drop(4502)
    await settle()
    expect(store.view).toMatchObject({ screen: 'login', login: { error: { code: 'removed' } } })
  })

  test('[TL18] a login shows that it is busy, then the chat; an error stays at the field', async () => {
    let answer = () => json(409, { error: { code: 'username_taken', message: 'Taken.' } })
    const { store, views, welcome, start, login } = opened({ token: undefined, fetch: () => answer() })
    start(false)
    store.dispatch({ type: 'login', name: 'Ada' })
    await settle()
    expect(views.map(view => view.login.busy)).toEqual([true, false])
    expect(store.view.login).toMatchObject({ busy: false, name: 'Ada', error: { code: 'username_taken' } })
    await expect(login('Ada')).rejects.toMatchObject({ code: 'username_taken' })
    answer = () => loggedIn(ADA)
    const done = login('Ada')
    await welcome([joined()])
    await done
    await settle()
    expect(store.view).toMatchObject({ screen: 'chat', me: ADA, login: { busy: false, error: undefined } })
  })

  test('[TL18] after a logout the next user starts from the newest page, and the rest is not theirs', async () => {
    const { store, welcome, sockets, start, login } = opened({
      fetch: input => (String(input).endsWith('/logout') ? json(200, {}) : loggedIn(BOB)),
    })
    start(true)
    await welcome([joined({ messages: [message(1, { user: ADA })], seq: 1 })])
    expect(store.view.log.items[1]).toMatchObject({ own: true })
    store.dispatch({ type: 'logout' })
    await settle()
    expect(store.view).toMatchObject({ screen: 'login', login: { error: undefined, name: 'Ada' } })
    const done = login('Bob')
    await welcome([joined({ messages: [message(1, { user: ADA }), message(2)], seq: 2 })], { user: BOB })
    await done
    await settle()
    expect(sockets.last.said('connect')[0]).toMatchObject({ rooms: [{ room: 'lobby' }] })
    expect(store.view.log.items.map(item => item.kind === 'message' && item.own)).toEqual([false, false, true])
  })
})

describe('in the room', () => {
  test('[TL19] a message is shown at once, and once', async () => {
    const { store, socket } = await chatting()
    store.dispatch({ type: 'send', text: 'hello' })
    await settle()
    expect(store.view.log.items.at(-1)).toMatchObject({ text: 'hello', key: 'c:c1', delivery: { status: 'sending' } })
    socket.hear({ ...message(1), cid: 'c1', user: ADA, text: 'hello' })
    socket.ok('send_message', { room: 'lobby', seq: 1, id: 'm1', sentAt: 1, duplicate: false })
    await settle()
    expect(store.view.log.items).toHaveLength(2)
    expect(store.view.log.items.at(-1)).toMatchObject({ key: 'c:c1', delivery: { status: 'sent' } })
  })

  test('[TL19] a refused message can be tried again or discarded', async () => {
    const { store, socket } = await chatting()
    for (const text of ['one', 'two']) {
      store.dispatch({ type: 'send', text })
      socket.refuse('send_message', 'forbidden')
    }
    await settle()
    const failed = () =>
      store.view.log.items.filter(item => item.kind === 'message' && item.delivery.status === 'failed')
    expect(failed()).toHaveLength(2)
    store.dispatch({ type: 'discard', cid: 'c1' })
    store.dispatch({ type: 'retry', cid: 'c2' })
    store.dispatch({ type: 'retry', cid: 'nobody' })
    await settle()
    expect(failed()).toHaveLength(0)
    expect(texts(store.view)).toEqual(['day', 'two'])
  })

  test('[TL20] what is written offline is counted, and sent when it is back; then it says so for a while', async () => {
    const { store, socket, clock, welcome } = await chatting()
    socket.drop()
    store.dispatch({ type: 'send', text: 'later' })
    await settle()
    expect(store.view).toMatchObject({ composer: { enabled: true, queued: 1 }, connection: { status: 'waiting' } })
    await clock.run(60_000)
    const next = await welcome([joined({ recovered: true, events: [] })])
    expect(next.last('send_message')).toMatchObject({ text: 'later' })
    expect(store.view).toMatchObject({ news: 'reconnected', composer: { queued: 0 } })
    await clock.run(4_000)
    expect(store.view.news).toBe(false)
  })

  test('[TL20] a try at once when people ask for it', async () => {
    const { store, socket, sockets } = await chatting()
    socket.drop()
    await settle()
    store.dispatch({ type: 'reconnect' })
    await settle()
    expect(sockets.all).toHaveLength(2)
  })

  test('[TL21] a refused room says why, and nothing can be written', async () => {
    const { store, welcome, start } = opened()
    start(true)
    await welcome([{ room: 'lobby', error: { code: 'forbidden', message: 'No.', retryable: false } }])
    expect(store.view).toMatchObject({ refused: { code: 'forbidden' }, composer: { enabled: false } })
  })

  test('[TL5] older history is asked for once, and shown above', async () => {
    const { store, socket } = await chatting({ messages: [message(5), message(6)], seq: 6, more: true })
    store.dispatch({ type: 'older' })
    store.dispatch({ type: 'older' })
    await settle()
    expect(store.view.log.older).toBe('loading')
    expect(socket.said('history')).toHaveLength(1)
    expect(socket.last('history')).toMatchObject({ before: 5 })
    socket.ok('history', { epoch: 'e1', messages: [message(3), message(4)], more: false })
    await settle()
    expect(texts(store.view)).toEqual(['day', 'text 3', 'text 4', 'text 5', 'text 6'])
    store.dispatch({ type: 'older' })
    await settle()
    expect(socket.said('history')).toHaveLength(1)
  })

  test('[TL24] after a long absence the newest page takes the place of what was shown, and the rest can be paged to', async () => {
    const { store, socket, clock, welcome } = await chatting({ messages: [message(1)], seq: 1 })
    socket.drop()
    await clock.run(60_000)
    const next = await welcome([joined({ messages: [message(5)], seq: 5, more: true })])
    expect(texts(store.view)).toEqual(['day', 'text 5'])
    store.dispatch({ type: 'older' })
    await settle()
    next.ok('history', { epoch: 'e1', messages: [message(1), message(2), message(3), message(4)], more: false })
    await settle()
    expect(texts(store.view)).toEqual(['day', 'text 1', 'text 2', 'text 3', 'text 4', 'text 5'])
  })

  test('[TL24] after a long absence who reads further up stays there, and pages on to what was missed', async () => {
    const { store, socket, clock, welcome } = await chatting({ messages: [message(1)], seq: 1 })
    store.reading = 'm:1'
    socket.drop()
    await clock.run(60_000)
    const next = await welcome([joined({ messages: [message(5)], seq: 5, more: true })])
    expect(texts(store.view)).toEqual(['day', 'text 1'])
    expect(store.view.log.newer).toBe('more')
    store.dispatch({ type: 'newer' })
    store.dispatch({ type: 'newer' })
    await settle()
    expect(next.said('history')).toHaveLength(1)
    expect(next.last('history')).toMatchObject({ before: 52, limit: 50, epoch: 'e1' })
    next.ok('history', { epoch: 'e1', messages: [1, 2, 3, 4, 5].map(seq => message(seq)), more: false })
    await settle()
    expect(texts(store.view)).toEqual(['day', 'text 1', 'text 2', 'text 3', 'text 4', 'text 5'])
    expect(store.view.log.newer).toBe('none')
  })

  test('[TL6] a page that ends early, and one that retention emptied, leave no gap', async () => {
    const { store, socket, clock, welcome } = await chatting({ messages: [message(1)], seq: 1 })
    store.reading = 'm:1'
    socket.drop()
    await clock.run(60_000)
    const next = await welcome([joined({ messages: [message(900)], seq: 900, more: true })])
    const page = (seqs: number[], more = true) => {
      next.ok('history', { epoch: 'e1', messages: seqs.map(seq => message(seq)), more })
      return settle()
    }
    store.dispatch({ type: 'newer' })
    await settle()
    await page([100, 101])
    expect(next.last('history'), 'its texts were long').toMatchObject({ before: 4, limit: 2 })
    await page([], false)
    expect(next.last('history'), 'nothing is left there').toMatchObject({ before: 8, limit: 4 })
    await page([5, 6, 7], false)
    expect(texts(store.view)).toEqual(['day', 'text 1', 'text 5', 'text 6', 'text 7'])
    store.dispatch({ type: 'newer' })
    await settle()
    next.refuse('history', 'rate_limited', { retryAfterMs: 100 })
    await settle()
    expect(store.view.log.newer).toBe('loading')
    await clock.run(100)
    expect(next.said('history'), 'too fast: asked again').toHaveLength(5)
    next.refuse('history', 'unavailable')
    await settle()
    expect(store.view.log.newer).toBe('failed')
    store.dispatch({ type: 'newer' })
    for (let i = 0; i < 5; i++) {
      await clock.run(100)
      expect(store.view.log.newer).toBe('loading')
      next.refuse('history', 'rate_limited', { retryAfterMs: 100 })
    }
    await settle()
    expect(store.view.log.newer, 'too fast again and again').toBe('failed')
  })

  test('[TL11] people of a large room are paged to until somebody new comes', async () => {
    const { store, socket } = await chatting({ presence: { version: 1, count: 300, complete: false, users: [ADA] } })
    expect(store.view.people).toMatchObject({ count: 300, more: true })
    store.dispatch({ type: 'more-people' })
    await settle()
    socket.ok('users', { users: [ADA], next: 'p2', count: 300, version: 1 })
    await settle()
    expect(socket.last('users')).toMatchObject({ after: 'p2' })
    socket.ok('users', { users: [BOB], count: 300, version: 1 })
    await settle()
    expect(store.view.people).toMatchObject({ users: [ADA, BOB], loading: false, more: false })
  })

  test('[TL8] own comings and goings are no notice', async () => {
    const { store, socket } = await chatting()
    socket.hear({ type: 'user_joined', room: 'lobby', users: [ADA, BOB], count: 2, version: 2 })
    await settle()
    expect(store.view.log.items).toMatchObject([{ kind: 'day' }, { kind: 'notice', joined: [BOB] }])
  })

  test('[TL9] only what is near is kept: the newest rows at the end, else those around the reader', async () => {
    const { store, socket } = await chatting()
    const feed = (from: number, to: number) => socket.hear(...range(from, to).map(seq => message(seq)))
    const seqs = () => store.view.log.items.flatMap(item => (item.kind === 'message' ? [item.seq] : []))
    feed(1, 190)
    await settle()
    expect(seqs()).toEqual(range(1, 190))
    feed(191, 500)
    await settle()
    expect(seqs().length).toBeLessThanOrEqual(200)
    expect([seqs().at(-1), store.view.log.older, store.view.log.newer]).toEqual([500, 'more', 'none'])

    store.reading = 'm:450'
    feed(501, 1_500)
    await settle()
    expect(seqs()[0]).toBeLessThanOrEqual(401)
    expect(seqs().at(-1)).toBeGreaterThanOrEqual(599)
    expect(seqs().length).toBeLessThanOrEqual(450)
    expect(store.view.log.newer).toBe('more')
    const top = seqs()[0] ?? 0
    store.reading = `m:${top}`
    store.dispatch({ type: 'older' })
    await settle()
    socket.ok('history', { epoch: 'e1', messages: range(top - 100, top - 1).map(seq => message(seq)), more: true })
    await settle()
    expect(seqs()).toEqual(range(top - 100, top + 149))

    store.reading = undefined
    await settle()
    expect([seqs().at(-1), store.view.log.newer]).toEqual([1_500, 'none'])
  })

  test('[TL14] one task tells once, parts that did not change stay, and after the end nothing is told', async () => {
    const { store, socket, views } = await chatting()
    const [before, told] = [store.view, views.length]
    socket.hear(message(1), message(2), message(3))
    await settle()
    expect(views).toHaveLength(told + 1)
    expect(store.view.people).toBe(before.people)
    expect(store.view.composer).toBe(before.composer)
    expect(store.view.log).not.toBe(before.log)
    store.stop()
    socket.hear(message(4))
    await settle()
    expect(views).toHaveLength(told + 1)
  })
})

describe('drafts that come back', () => {
  const stored = (cid: string, createdAt: number, user = ADA.id) => {
    const where = { server: 'https://chat.example', room: 'lobby' }
    return { ...where, user, cid, text: cid, createdAt, order: createdAt }
  }

  test('[TL23] of a known user: no chat before the first try, which can be written in; shown while the server is away', async () => {
    const drafts = {
      take: async () => [stored('two', 2), stored('one', 1)],
      put: async () => {},
      remove: async () => {},
      clear: async () => {},
    }
    const { store, sockets, start } = opened({ user: ADA, drafts })
    start(true)
    expect(store.view.screen).not.toBe('chat')
    await settle()
    expect(store.view).toMatchObject({ screen: 'starting', me: ADA, composer: { enabled: true } })
    store.dispatch({ type: 'send', text: 'three' })
    sockets.last.drop()
    await settle()
    expect(store.view).toMatchObject({ screen: 'chat', me: ADA, composer: { queued: 3 } })
    expect(texts(store.view)).toEqual(['day', 'one', 'two', 'day', 'three'])
  })
})
