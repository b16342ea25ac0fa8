import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { memoryShelf, type SessionStoreOptions, sessionStore } from '../../../../../sdk/widget/element/session-store.ts'

const server = 'https://chat.example.com'
const login = { token: 'secret', user: { id: 'u1', name: 'Ada' }, expiresAt: 2_000 }
const open = (over: Partial<SessionStoreOptions> = {}) =>
  sessionStore({ kind: 'local', server, own: false, memory: memoryShelf(), ...over })
const nothing = { resume: false, token: undefined, user: undefined, name: '' }

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
})
afterEach(() => {
  vi.restoreAllMocks()
})

test('[WG7] nothing is stored before a login, also not by reading or by ending what never was', () => {
  const store = open()
  expect(store.read()).toEqual(nothing)
  store.end()
  expect(localStorage.length + sessionStorage.length).toBe(0)
})

test('[WG7] a login is known after a reload, where storage says', () => {
  for (const [kind, shelf] of [
    ['local', localStorage],
    ['session', sessionStorage],
  ] as const) {
    open({ kind }).write(login)
    expect(shelf.length).toBe(1)
    expect(open({ kind }).read()).toEqual({ resume: true, token: 'secret', user: login.user, name: 'Ada' })
    localStorage.clear()
    sessionStorage.clear()
  }
  const memory = memoryShelf()
  open({ kind: 'none', memory }).write(login)
  expect(localStorage.length + sessionStorage.length).toBe(0)
  expect(open({ kind: 'none', memory }).read().resume).toBe(true)
  expect(open({ kind: 'none' }).read()).toEqual(nothing)
})

test('[WG8] on the own origin of the server no token is stored, only that there is a login', () => {
  open({ own: true }).write(login)
  expect(JSON.stringify({ ...localStorage })).not.toContain('secret')
  expect(open({ own: true }).read()).toEqual({ resume: true, token: undefined, user: login.user, name: 'Ada' })
})

test('[WG90] no clock of a reader ends a login: whether it still counts the server says', () => {
  for (const expiresAt of [0, 2_000, Date.now() - 40 * 86_400_000, Date.now() + 40 * 86_400_000, Number.NaN]) {
    for (const own of [false, true]) {
      open({ own }).write({ ...login, expiresAt })
      expect(open({ own }).read()).toMatchObject({ resume: true, user: login.user })
    }
  }
})

test('[WG7] after its end only the name is left', () => {
  open().write(login)
  open().end()
  expect(JSON.stringify({ ...localStorage })).not.toContain('secret')
  expect(open().read()).toEqual({ ...nothing, name: 'Ada' })
})

test('[WG9] where storage throws, or is full, the login is kept in memory', () => {
  const memory = memoryShelf()
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  open({ memory }).write(login)
  expect(open({ memory }).read().token).toBe('secret')
  vi.restoreAllMocks()
  vi.spyOn(globalThis, 'localStorage', 'get').mockImplementation(() => {
    throw new DOMException('blocked', 'SecurityError')
  })
  const blocked = memoryShelf()
  open({ memory: blocked }).write(login)
  expect(open({ memory: blocked }).read().token).toBe('secret')
})

test('[WG9] what somebody else wrote under the key does no harm', () => {
  for (const text of ['{', '7', '[]', '"x"', '{"token":7,"until":"x","name":{}}', `{"name":"${'x'.repeat(5_000)}"}`]) {
    localStorage.setItem(`chat-widget:${server}`, text)
    expect(open().read(), text).toMatchObject({ resume: false, token: undefined })
    expect(open().read().name.length).toBeLessThanOrEqual(100)
  }
})

test('[WG7] each server has its own', () => {
  open().write(login)
  expect(open({ server: 'https://other.example.com' }).read()).toEqual(nothing)
})
