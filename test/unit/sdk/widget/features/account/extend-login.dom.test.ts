import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { extendLogin } from '../../../../../../sdk/widget/features/account/extend-login.ts'
import { words } from '../../../../../../sdk/widget/features/account/words.ts'
import { mount } from '../../../../../support/gallery/mount.ts'

const LOGIN = { token: 't', user: { id: 'a:1', name: 'Ada' }, expiresAt: 9 }
let asked: { path: string; body: unknown }[]
let answer: () => Response | Promise<Response>

beforeEach(() => {
  vi.stubGlobal('location', new URL('https://site.example/page'))
  asked = []
  answer = () => Response.json(LOGIN)
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push({ path: new URL(url).pathname, body: JSON.parse(String(init.body)) })
    return answer()
  })
})
afterEach(() => vi.unstubAllGlobals())

const settled = () => new Promise(resolve => setTimeout(resolve))
const refusal =
  (status: number, code: string, fields: object = {}) =>
  () =>
    Response.json({ error: { code, message: `Said ${code}.`, ...fields } }, { status })

function open(auth: ('guest' | 'password')[] = ['guest', 'password'], register = true) {
  const shown = mount('login')
  const begin = vi.fn()
  const card = shown.one<HTMLFormElement>('form')
  const name = shown.one<HTMLInputElement>('#name')
  name.value = 'Ada'
  const before = name.nextElementSibling
  extendLogin(card, { server: 'https://chat.example', credentials: 'token', offers: { auth, register }, begin })
  const password = shown.one<HTMLInputElement>('#password')
  const problem = () => shown.one('#account-error')
  return { shown, begin, card, name, before, password, problem, press: (text: string) => shown.button(text).click() }
}

test('[VW210] what is typed stays as and where it is, and a guest goes in as before', () => {
  const { shown, name, card, before, password } = open()
  expect([name.value, name.nextElementSibling, name.getAttribute('autocomplete')]).toEqual(['Ada', before, 'nickname'])
  expect((password.closest('[hidden]') as HTMLElement).contains(password)).toBe(true)
  card.requestSubmit()
  expect(shown.emit.mock.calls).toEqual([[{ type: 'login', name: 'Ada' }]])
  expect(asked).toEqual([])
})

test('[VW211] a login by password is one form with the names that password managers know', async () => {
  const { shown, begin, card, name, password, press } = open()
  press(words.go.login)
  expect(name).toMatchObject({ name: 'username', autocomplete: 'username' })
  expect(password).toMatchObject({ name: 'password', autocomplete: 'current-password', type: 'password', form: card })
  expect((name.getRootNode() as ShadowRoot).activeElement).toBe(password)
  password.value = 'secret enough'
  card.requestSubmit()
  card.requestSubmit()
  await vi.waitFor(() => expect(begin).toHaveBeenCalled())
  expect(asked).toEqual([{ path: '/login', body: { username: 'Ada', password: 'secret enough' } }])
  expect([begin.mock.calls, shown.emit.mock.calls, password.value]).toEqual([[[LOGIN]], [], ''])
})

test('[VW211] a new account is another way of the same form, and each way leads back', async () => {
  const { begin, name, password, press, shown } = open()
  press(words.go.register)
  expect(password.autocomplete).toBe('new-password')
  password.value = 'secret enough'
  press(words.enter.register)
  await vi.waitFor(() => expect(begin).toHaveBeenCalled())
  expect(asked.map(({ path }) => path)).toEqual(['/register'])
  press(words.go.guest)
  expect([name.name, name.autocomplete, password.disabled]).toEqual(['nickname', 'nickname', true])
  press(words.enter.guest)
  expect(shown.emit).toHaveBeenCalledWith({ type: 'login', name: 'Ada' })
})

test('[VW211] only what the server offers is there', () => {
  const texts = (shown: ReturnType<typeof mount>) => [...shown.all('button')].map(({ textContent }) => textContent)
  const closed = open(['password'], false).shown
  expect(texts(closed)).toContain(words.enter.login)
  for (const text of Object.values(words.go)) expect(texts(closed)).not.toContain(text)
  const twice = open()
  const card = twice.card
  extendLogin(card, {
    server: 'https://chat.example',
    credentials: 'token',
    offers: { auth: ['password'], register: false },
    begin: vi.fn(),
  })
  expect(card.querySelectorAll('#password')).toHaveLength(1)
})

test('[VW212] each refusal is said at the field that it is about', async () => {
  const cases = [
    ['login', refusal(401, 'wrong_credentials'), 'password', 'do not belong together'],
    ['login', refusal(429, 'rate_limited', { retryAfterMs: 600_000 }), 'password', 'Wait 10 minutes'],
    ['register', refusal(400, 'weak_password'), 'password', 'Said weak_password.'],
    ['register', refusal(409, 'username_taken'), 'name', 'is taken'],
    ['register', refusal(400, 'invalid_username'), 'name', 'Said invalid_username.'],
    ['login', () => Promise.reject(new TypeError('down')), 'password', 'cannot be reached'],
  ] as const
  for (const [way, refused, field, said] of cases) {
    answer = refused
    const { card, name, password, problem, press, begin } = open()
    press(words.go[way])
    password.value = 'secret enough'
    card.requestSubmit()
    await vi.waitFor(() => expect(problem().textContent).toContain(said))
    const wrong = field === 'name' ? name : password
    expect([wrong.getAttribute('aria-invalid'), wrong.getAttribute('aria-describedby')]).toEqual([
      'true',
      'account-error',
    ])
    expect((card.getRootNode() as ShadowRoot).activeElement).toBe(wrong)
    expect([password.value, begin.mock.calls]).toEqual(['secret enough', []])
    await settled()
  }
})

test('[AX200] what is missing is said before anything is asked; the button that shows the password says so', () => {
  const { card, name, password, problem, press, shown } = open()
  press(words.go.login)
  card.requestSubmit()
  expect([problem().textContent, password.getAttribute('aria-invalid')]).toEqual([words.noPassword, 'true'])
  name.value = ' '
  card.requestSubmit()
  expect([problem().textContent, name.getAttribute('aria-invalid')]).toEqual([words.noName, 'true'])
  expect(password.getAttribute('aria-invalid')).toBeNull()
  const toggle = shown.all('button').find(each => each.getAttribute('aria-label') === words.showPassword) as HTMLElement
  expect([toggle.getAttribute('aria-pressed'), password.type]).toEqual(['false', 'password'])
  toggle.click()
  expect([toggle.getAttribute('aria-pressed'), password.type]).toEqual(['true', 'text'])
  expect(asked).toEqual([])
})
