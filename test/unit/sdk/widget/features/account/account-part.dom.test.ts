import { afterEach, beforeEach, expect, test, vi } from 'vitest'
// what asks over HTTP is here at once
import '../../../../../../sdk/client/http-part.ts'
import type { ChatClient } from '../../../../../../sdk/client/types.ts'
import type { Offers } from '../../../../../../sdk/protocol/accounts.ts'
import type { User } from '../../../../../../sdk/protocol/records.ts'
import type { AccountHost } from '../../../../../../sdk/widget/features/account/account-host.ts'
import { openAccounts } from '../../../../../../sdk/widget/features/account/account-part.ts'
import { words } from '../../../../../../sdk/widget/features/account/words.ts'
import { openSheet } from '../../../../../../sdk/widget/features/sheet/sheet-part.ts'
import { mount } from '../../../../../support/gallery/mount.ts'

const GUEST: User = { id: 'g:1', name: 'Ada', guest: true }
const ACCOUNT: User = { id: 'a:1', name: 'Ada' }
const LOGIN = { token: 't2', user: ACCOUNT, expiresAt: 9 }
const OFFERS: Offers = { auth: ['guest', 'password'], register: true, name: '' }
const SESSIONS = [
  { id: 's1', createdAt: 1, usedAt: 2, current: true },
  { id: 's2', createdAt: 1, usedAt: 2, agent: 'Firefox' },
]

let asked: string[]
let answers: Record<string, () => Response>

beforeEach(() => {
  vi.stubGlobal('location', new URL('https://site.example/page'))
  asked = []
  answers = { 'GET /sessions': () => Response.json({ sessions: SESSIONS }) }
  vi.stubGlobal('fetch', async (url: string, { method, headers, body }: RequestInit = {}) => {
    const { authorization = '' } = headers as Record<string, string>
    const what = `${method} ${new URL(url).pathname}`
    asked.push([what, authorization, body].filter(Boolean).join(' '))
    return answers[what]?.() ?? new Response(null, { status: 204 })
  })
})
afterEach(() => vi.unstubAllGlobals())

const refusal = (status: number, code: string) => () =>
  Response.json({ error: { code, message: `Said ${code}.` } }, { status })

function open(user: User, change: Partial<AccountHost> = {}) {
  const shown = mount('busy')
  const identify = vi.fn(async () => {})
  const logout = vi.fn(async () => {})
  const said: string[] = []
  const host: AccountHost = {
    root: shown.root,
    server: 'https://chat.example',
    offers: OFFERS,
    openSheet,
    lang: () => 'en',
    client: () => ({ user, identify, logout }) as unknown as ChatClient,
    site: () => false,
    token: () => 't1',
    begin: vi.fn(),
    keepName: vi.fn(),
    closed: () => {},
    say: text => said.push(text),
    ...change,
  }
  const accounts = openAccounts(host)
  accounts.look()
  const buttons = () => shown.all<HTMLButtonElement>('button').filter(each => !each.closest('[hidden]'))
  const find = (text: string) => buttons().find(each => (each.getAttribute('aria-label') ?? each.textContent) === text)
  const press = (text: string) => {
    const found = find(text)
    if (!found) throw new Error(`No button says ${text}`)
    found.click()
  }
  const dialog = () => shown.all('[role=dialog][aria-labelledby=sheet-title]')[0]
  const enter = () => {
    shown.button('Menu').click()
    press(shown.all('[part=menu] button')[0]?.textContent ?? '')
  }
  const type = (id: string, text: string) => {
    shown.one<HTMLInputElement>(`#${id}`).value = text
  }
  const problem = (id: string) => shown.one(`#${id}-error`).textContent
  return { shown, accounts, find, press, dialog, enter, type, problem, identify, logout, said }
}

const until = (holds: () => unknown) => vi.waitFor(() => expect(holds()).toBeTruthy(), { interval: 5 })

test('[VW214] the menu offers a guest an account where people can register, and an account its own', () => {
  const entry = (...args: Parameters<typeof open>) => {
    const { shown, accounts } = open(...args)
    // it is added once, whatever is drawn
    accounts.look()
    return shown.all('[part=menu] button:not([hidden])').map(each => each.textContent)
  }
  expect(entry(GUEST)).toEqual([words.create, 'Log out'])
  expect(entry(ACCOUNT)).toEqual([words.account, 'Log out'])
  expect(entry(GUEST, { offers: { ...OFFERS, register: false } })).toEqual(['Log out'])
})

test('[VW226] what is chosen of accounts in the menu closes it', () => {
  const { shown, enter, dialog } = open(GUEST)
  enter()
  expect(dialog()).toBeDefined()
  expect(shown.one('[part=menu]').hidden).toBe(true)
  expect(shown.one('[aria-controls=menu]').getAttribute('aria-expanded')).toBe('false')
})

test('[VW215] a guest becomes an account in place: the name is kept, and the chat goes on with the new token', async () => {
  const { shown, enter, dialog, type, find, press, problem, identify, said } = open(GUEST)
  enter()
  expect(dialog()?.getAttribute('aria-modal')).toBe('true')
  expect(shown.one<HTMLInputElement>('#account-name').value).toBe('Ada')
  expect(shown.root.activeElement?.id).toBe('account-password')
  press(words.enter.register)
  expect(problem('account-password')).toBe(words.noPassword)
  answers['POST /register'] = refusal(400, 'weak_password')
  type('account-password', 'short')
  await until(() => find(words.enter.register))
  press(words.enter.register)
  await until(() => problem('account-password') === 'Said weak_password.')
  answers['POST /register'] = refusal(409, 'username_taken')
  await until(() => find(words.enter.register))
  press(words.enter.register)
  await until(() => problem('account-name'))
  answers['POST /register'] = () => Response.json(LOGIN)
  type('account-password', 'a long walk by the sea')
  await until(() => find(words.enter.register))
  press(words.enter.register)
  await until(() => !dialog())
  expect(asked.at(-1)).toBe('POST /register Bearer t1 {"username":"Ada","password":"a long walk by the sea"}')
  expect(identify.mock.calls).toEqual([['t2', ACCOUNT]])
  expect(said).toEqual([words.created])
})

test('[VW216] an account sees where it is logged in, and ends a login elsewhere', async () => {
  const { shown, enter, find, press } = open(ACCOUNT)
  enter()
  await until(() => shown.all('li').some(each => each.textContent?.includes('Firefox')))
  const [end = '', ...others] = shown.all('li button').map(each => each.getAttribute('aria-label') ?? '')
  expect([end, others]).toEqual([expect.stringContaining('Firefox'), []])
  press(end)
  await until(() => !find(end))
  expect(asked).toEqual(['GET /sessions Bearer t1', 'DELETE /sessions/s2 Bearer t1'])
  expect(shown.all('[role=status]')[0]?.textContent).toBe(words.ended(0))
})

test('[VW217] a password is changed with the one before, and what is wrong is said at its field', async () => {
  const { shown, enter, press, type, problem } = open(ACCOUNT)
  enter()
  press(words.changePassword)
  expect(shown.root.activeElement?.id).toBe('account-old')
  const send = () => shown.one<HTMLFormElement>('#account-change').requestSubmit()
  type('account-old', 'wrong')
  type('account-new', 'a short walk to the hills')
  answers['POST /password'] = refusal(401, 'wrong_credentials')
  send()
  await until(() => problem('account-old'))
  answers['POST /password'] = refusal(400, 'weak_password')
  send()
  await until(() => problem('account-new'))
  delete answers['POST /password']
  send()
  await until(() => shown.all('[role=status]').some(each => each.textContent === words.passwordChanged))
  expect(asked.filter(each => each.startsWith('POST')).at(-1)).toContain('"old":"wrong","new":"a short walk')
})

test('[VW218] data is saved as a file, and a failure is said', async () => {
  const saved: string[] = []
  vi.spyOn(URL, 'createObjectURL').mockImplementation(blob => `blob:${(blob as Blob).size}`)
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(`${this.download} ${this.href}`)
  })
  const { shown, enter, press } = open(ACCOUNT)
  enter()
  const status = (text: string) => shown.all('[role=status]').some(each => each.textContent === text)
  answers['GET /account/data'] = refusal(503, 'unavailable')
  press(words.download)
  await until(() => status('Said unavailable.'))
  answers['GET /account/data'] = () => Response.json({ messages: [] })
  press(words.download)
  await until(() => status(words.downloaded))
  expect(saved).toEqual([expect.stringMatching(/^chat-data\.json blob:\d+$/)])
  vi.restoreAllMocks()
})

test('[VW219] deletion says what goes, asks for the password again, and nothing of it stays in the browser', async () => {
  const { shown, enter, find, press, type, problem, logout, dialog } = open(ACCOUNT)
  enter()
  press(words.remove)
  expect(dialog()?.textContent).toContain(words.removeSays)
  press(words.keep)
  expect(dialog()?.textContent).toContain(words.devices)
  press(words.remove)
  answers['POST /account/delete'] = refusal(401, 'wrong_credentials')
  type('account-password', 'wrong')
  press(words.removeNow)
  await until(() => problem('account-password'))
  delete answers['POST /account/delete']
  await until(() => find(words.removeNow))
  type('account-password', 'right')
  press(words.removeNow)
  await until(() => logout.mock.calls.length)
  expect(asked.at(-1)).toBe('POST /account/delete Bearer t1 {"password":"right"}')
  expect(shown.one('#sheet-title').textContent).toBe(words.removed)
})

test('[VW220] whoever a site has signed in sees no passwords, and deletes with a fresh token of the site', async () => {
  const token = vi.fn(async () => 'fresh')
  const { enter, press, dialog, logout } = open(ACCOUNT, { site: () => true, token })
  enter()
  expect(dialog()?.querySelector('input')).toBe(null)
  expect(dialog()?.textContent).toContain(words.bySite)
  press(words.remove)
  expect(dialog()?.textContent).toContain('Your account on the site stays.')
  expect(dialog()?.textContent).not.toMatch(/password/i)
  press(words.removeNow)
  await until(() => logout.mock.calls.length)
  expect(asked).toEqual(['POST /account/delete Bearer fresh {}'])
})

test('[AX201] a sheet holds the focus, Escape closes it, and the focus goes back to the menu', () => {
  const { shown, enter, dialog } = open(ACCOUNT)
  enter()
  expect(shown.one('[part=chat]').inert).toBe(true)
  expect(dialog()?.contains(shown.root.activeElement)).toBe(true)
  dialog()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  expect([dialog(), shown.one('[part=chat]').inert]).toEqual([undefined, false])
  expect(shown.root.activeElement?.getAttribute('aria-controls')).toBe('menu')
})
