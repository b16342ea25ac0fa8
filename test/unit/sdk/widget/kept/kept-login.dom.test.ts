import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keptLogin } from '../../../../../sdk/widget/kept/kept-login.ts'
import type { StorageKind } from '../../../../../sdk/widget/kept/shelf.ts'
import { shelf } from '../../../../../sdk/widget/kept/shelf.ts'

let servers = 0
let server: string
const login = { token: 'secret', user: { id: 'u1', name: 'Ada' }, expiresAt: 2_000 }
const open = ({ kind = 'local', own = false, at = server }: { kind?: StorageKind; own?: boolean; at?: string } = {}) =>
  keptLogin(shelf(kind, `chat-widget:${at}`), own)
const nothing = { resume: false, token: undefined, user: undefined, name: '', out: undefined }

beforeEach(() => {
  // What is kept in memory lasts as long as the page
  server = `https://chat${servers++}.example.com`
  localStorage.clear()
  sessionStorage.clear()
})
afterEach(() => {
  vi.restoreAllMocks()
})

test('[WG7] nothing is stored before a login, also not by reading or by ending what never was', () => {
  const store = open()
  expect(store.read()).toEqual(nothing)
  store.end(undefined, false)
  expect(localStorage.length + sessionStorage.length).toBe(0)
})

test('[WG7] a login is known after a reload, where storage says', () => {
  for (const [kind, shelf] of [
    ['local', localStorage],
    ['session', sessionStorage],
  ] as const) {
    open({ kind }).begin(login)
    expect(shelf.length).toBe(1)
    expect(open({ kind }).read()).toEqual({ ...nothing, resume: true, token: 'secret', user: login.user, name: 'Ada' })
    localStorage.clear()
    sessionStorage.clear()
  }
  expect(open({ kind: 'none' }).read()).toEqual(nothing)
  open({ kind: 'none' }).begin(login)
  expect(localStorage.length + sessionStorage.length).toBe(0)
  expect(open({ kind: 'none' }).read().resume).toBe(true)
})

test('[WG8] on the own origin of the server no token is stored, only that there is a login', () => {
  open({ own: true }).begin(login)
  expect(JSON.stringify({ ...localStorage })).not.toContain('secret')
  expect(open({ own: true }).read()).toEqual({ ...nothing, resume: true, user: login.user, name: 'Ada' })
})

test('[WG90] no clock of a reader ends a login: whether it still counts the server says', () => {
  for (const expiresAt of [0, 2_000, Date.now() - 40 * 86_400_000, Date.now() + 40 * 86_400_000, Number.NaN]) {
    for (const own of [false, true]) {
      const ends = { ...login, expiresAt }
      open({ own }).begin(ends)
      expect(open({ own }).read()).toMatchObject({ resume: true, user: login.user })
    }
  }
})

test('[WG7] after its end only the name is left', () => {
  open().begin(login)
  open().end('u1', false)
  expect(JSON.stringify({ ...localStorage })).not.toContain('secret')
  expect(open().read()).toEqual({ ...nothing, name: 'Ada' })
})

test('[WG93] who has logged in since is not ended, and who logged out last is told', () => {
  const bob = { token: 'of Bob', user: { id: 'u2', name: 'Bob' } }
  open().begin(login)
  open().begin(bob)
  open().end('u1', false)
  open().end('u1', true)
  expect(open().read()).toMatchObject({ resume: true, user: bob.user })
  open().end('u2', true)
  expect(open().read()).toEqual({ ...nothing, name: 'Bob', out: 'u2' })
  open().begin(login)
  expect(open().read()).toMatchObject({ resume: true, user: login.user, out: 'u2' })
  open().end('u1', false)
  expect(open().read()).toEqual({ ...nothing, name: 'Ada', out: 'u2' })
})

test('[WG93] who shares the shelf is told of every change: in this page, by another tab, and after having been away', () => {
  const told: string[] = []
  const kinds = ['local', 'session', 'none'] as const
  const undo = kinds.map(kind => shelf(kind, `chat-widget:${server}`).watch(() => told.push(kind)))
  for (const kind of kinds) open({ kind }).begin(login)
  expect(told.splice(0)).toEqual(['local', 'session', 'none'])
  open({ at: 'https://elsewhere.example' }).begin(login)
  expect(told).toEqual([])
  dispatchEvent(Object.assign(new Event('storage'), { key: `chat-widget:${server}` }))
  dispatchEvent(Object.assign(new Event('storage'), { key: 'of somebody else' }))
  expect(told.splice(0)).toEqual(['local', 'session', 'none'])
  dispatchEvent(new Event('pageshow'))
  expect(told.splice(0)).toEqual(['local', 'session', 'none'])
  for (const end of undo) end()
  open().begin(login)
  dispatchEvent(new Event('pageshow'))
  expect(told).toEqual([])
})

test('[WG9] where storage throws, or is full, the login is kept in memory, and what was stored before does not come back', () => {
  open().begin({ token: 'of Bob', user: { id: 'u2', name: 'Bob' } })
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  open().begin(login)
  expect(open().read().token).toBe('secret')
  expect(JSON.stringify({ ...localStorage })).not.toContain('Bob')
  vi.restoreAllMocks()
  vi.spyOn(globalThis, 'localStorage', 'get').mockImplementation(() => {
    throw new DOMException('blocked', 'SecurityError')
  })
  const blocked = { at: 'https://blocked.example' }
  open(blocked).begin(login)
  expect(open(blocked).read().token).toBe('secret')
})

test('[WG9] what somebody else wrote under the key does no harm', () => {
  for (const text of ['{', '7', '[]', '"x"', '{"token":7,"until":"x","name":{}}', `{"name":"${'x'.repeat(5_000)}"}`]) {
    localStorage.setItem(`chat-widget:${server}`, text)
    expect(open().read(), text).toMatchObject({ resume: false, token: undefined })
    expect(open().read().name.length).toBeLessThanOrEqual(100)
  }
})

test('[WG7] each server has its own', () => {
  open().begin(login)
  expect(open({ at: 'https://other.example.com' }).read()).toEqual(nothing)
})
