import { afterEach, beforeEach, expect, test } from 'vitest'
import { ADA, BOB, message } from '../../../../../support/client-harness.ts'
import { leavePage, stubPage, talking, until } from '../../../../../support/talking-element.ts'

beforeEach(stubPage)
afterEach(leavePage)

const ANN = { id: 'u3', name: 'Ann Lee' }
const ASTRO = { id: 'u4', name: '👩‍🚀 Zoë' }
const presence = { version: 1, count: 4, complete: true, users: [ADA, BOB, ANN, ASTRO] }

test('[MN7] @ offers those who spoke lately, then who is here, but not the reader; the field says what is chosen', async () => {
  const chat = await talking({ presence, seq: 1, messages: [message(1, { user: ANN })] })
  await until(() => chat.element.store?.view.people.count === 4)
  chat.type('hi @')
  await until(() => chat.list().length > 0)
  expect(chat.list()).toEqual(['*Ann Lee', '👩‍🚀 Zoë', 'Bob'])
  const list = chat.part('completion')
  expect([list?.getAttribute('role'), list?.getAttribute('aria-label')]).toEqual(['listbox', 'People'])
  expect(chat.field.getAttribute('aria-controls')).toBe(list?.id)
  const chosen = () => chat.all(`#${chat.field.getAttribute('aria-activedescendant')}`)[0]
  expect(chosen()?.textContent).toContain('Ann Lee')
  expect(chat.said()).toContain('People: 3 suggestions')

  expect(chat.press('ArrowUp')).toBe(true)
  expect(chat.list().at(-1)).toMatch(/^\*/)
  expect(chat.press('ArrowDown')).toBe(true)
  expect(chosen()?.textContent).toContain('Ann Lee')
  chat.type('zo')
  expect(chat.list()).toEqual(['*👩‍🚀 Zoë'])
  expect(chat.press('Tab')).toBe(true)
  expect(chat.field.value).toBe('hi @👩‍🚀 Zoë ')
  expect([chat.list(), chat.field.hasAttribute('aria-activedescendant')]).toEqual([[], false])
  chat.press('Enter')
  expect(chat.sent('send_message')).toEqual([{ text: 'hi @👩‍🚀 Zoë', mentions: ['u4'] }])
})

test('[MN8] a name that is typed in full is named without the list; one in an address or a word is not', async () => {
  const chat = await talking({ presence })
  for (const text of ['@bob, hi', 'me@Bob', '@Bobby']) {
    chat.type(text)
    chat.press('Escape')
    chat.press('Enter')
    chat.stored()
  }
  expect(chat.sent('send_message')).toEqual([
    { text: '@Bob, hi', mentions: ['u2'] },
    { text: 'me@Bob' },
    { text: '@Bobby' },
  ])
})

test('[MN9] an edit names those whose name still stands there, and those who are added', async () => {
  const mentions = [{ id: 'u9', name: 'Gone' }, BOB]
  const own = message(1, { user: ADA, text: 'hi @Gone and @Bob', mentions, sentAt: Date.now() })
  const chat = await talking({ presence, seq: 1, messages: [own] })
  await until(() => chat.press('ArrowUp'))
  await until(() => chat.field.value)
  chat.field.value = 'hi @Gone and '
  chat.type('@zo')
  chat.press('Enter')
  chat.press('Enter')
  expect(chat.sent('edit_message')).toEqual([
    { messageId: 'm1', text: 'hi @Gone and @👩‍🚀 Zoë', mentions: ['u9', 'u4'], rev: 1 },
  ])
})

test('[MN10] whom a half-typed text names is known after a reload, also where two have one name', async () => {
  const other = { id: 'u5', name: 'Bob' }
  const twins = { ...presence, users: [ADA, BOB, other] }
  const server = 'https://twins.example'
  const chat = await talking({ presence: twins }, { server })
  chat.type('for @b')
  await until(() => chat.list().length === 2)
  chat.press('ArrowDown')
  chat.press('Enter')
  expect(chat.field.value).toBe('for @Bob ')
  chat.element.remove()
  const again = await talking({ presence: twins }, { server, login: false })
  await until(() => again.field.value === 'for @Bob ')
  await until(() => again.element.store?.view.people.count)
  again.type('you')
  await until(() => {
    again.press('Enter')
    return again.sent('send_message').length
  })
  expect(again.sent('send_message')).toEqual([{ text: 'for @Bob you', mentions: ['u5'] }])
  // sent, so nothing is left of it
  again.stored()
  again.type('@Bob')
  again.press('Escape')
  again.press('Enter')
  expect(again.sent('send_message')[1]).toEqual({ text: '@Bob' })
})

test('[MN11] of a large room more people are asked for while nobody types on, until enough fit', async () => {
  const users = Array.from({ length: 200 }, (_, i) => ({ id: `p${i}`, name: `Person ${i}` }))
  const chat = await talking({ presence: { version: 1, count: 450, complete: false, users } })
  await until(() => chat.element.store?.view.people.more)
  chat.type('@zelda')
  await until(() => chat.socket.said('users').length === 1)
  chat.socket.ok('users', { users: [{ id: 'z0', name: 'Zed' }], next: '200', count: 450, version: 1 })
  await until(() => chat.socket.said('users').length === 2)
  expect(chat.list()).toEqual([])
  chat.socket.ok('users', { users: [{ id: 'z1', name: 'Zelda' }], count: 450, version: 1 })
  await until(() => chat.list().length > 0)
  expect(chat.list()).toEqual(['*Zelda'])
  expect(chat.socket.said('users')).toHaveLength(2)
})

test('[MN13] in a members room those who are away are offered and named, asked for once', async () => {
  const chat = await talking({ presence, kind: 'members' })
  expect(chat.socket.said('members')).toEqual([])
  chat.type('@')
  await until(() => chat.socket.said('members').length === 1)
  const members = [ADA, BOB, { id: 'a:zed', name: 'Zelda Zed' }].map(user => ({ user, role: 'member' }))
  chat.socket.ok('members', { members, next: 'a:zed' })
  await until(() => chat.socket.said('members').length === 2)
  expect(chat.socket.last('members')).toMatchObject({ after: 'a:zed' })
  chat.socket.ok('members', { members: [{ user: { id: 'a:yan', name: 'Yan' }, role: 'member' }] })
  await until(() => chat.list().length === 5)
  expect(chat.list()).toEqual(['*👩‍🚀 Zoë', 'Ann Lee', 'Bob', 'Zelda Zed', 'Yan'])
  chat.type('zel')
  chat.press('Enter')
  chat.press('Enter')
  expect(chat.sent('send_message')).toEqual([{ text: '@Zelda Zed', mentions: ['a:zed'] }])
  expect(chat.socket.said('members')).toHaveLength(2)
})

test('[MN13] of a room that is not for members nobody else is asked for', async () => {
  const chat = await talking({ presence, kind: 'open' })
  chat.type('@')
  await until(() => chat.list().length > 0)
  expect(chat.socket.said('members')).toEqual([])
})

test('[MN13] where it cannot be asked, those who are here are offered', async () => {
  const chat = await talking({ presence, kind: 'members' })
  chat.type('@')
  await until(() => chat.socket.said('members').length === 1)
  chat.socket.refuse('members', 'not_found')
  await until(() => chat.list().length === 3)
  chat.type('bo')
  expect(chat.list()).toEqual(['*Bob'])
  expect(chat.socket.said('members')).toHaveLength(1)
})

test('[MN12] what the page leaves out is not there', async () => {
  const chat = await talking({ presence }, { without: 'mentions' })
  chat.type('/')
  await until(() => chat.list().length > 0)
  chat.field.value = ''
  chat.type('@')
  expect(chat.list()).toEqual([])
  chat.type('Bob')
  chat.press('Enter')
  expect(chat.sent('send_message')).toEqual([{ text: '@Bob' }])
})
