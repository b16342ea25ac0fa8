import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ChatCommand } from '../../../../../../sdk/widget/features/talk/chat-command.ts'
import { ADA, BOB, message } from '../../../../../support/client-harness.ts'
import { leavePage, stubPage, type Talking, talking, until } from '../../../../../support/talking-element.ts'

beforeEach(stubPage)
afterEach(leavePage)
afterEach(() => vi.restoreAllMocks())

function send(chat: Talking, text: string): void {
  chat.field.value = ''
  chat.type(text)
  if (chat.list().length > 0) chat.press('Escape')
  chat.press('Enter')
}
const texts = (chat: Talking) => chat.sent('send_message').map(({ text }) => text)

test('[CP10] / offers the commands, at the beginning alone; a full name is for Enter', async () => {
  const chat = await talking()
  chat.type('/')
  await until(() => chat.list().length > 0)
  expect(chat.list()).toEqual(['*/me', '/shrug', '/topic'])
  expect(chat.part('completion')?.getAttribute('aria-label')).toBe('Commands')
  expect(chat.part('completion-option')?.textContent).toContain('Say what you do')
  chat.type('s')
  expect(chat.list()).toEqual(['*/shrug'])
  chat.press('Tab')
  expect(chat.field.value).toBe('/shrug ')
  chat.field.value = ''
  chat.type('')
  chat.type('/shrug')
  expect(chat.list()).toEqual(['*/shrug'])
  chat.press('Enter')
  expect([texts(chat), chat.field.value, chat.list()]).toEqual([['¯\\_(ツ)_/¯'], '', []])
  chat.type('so /s')
  expect(chat.list()).toEqual([])
})

test.each([
  ['/me waves', '_waves_'],
  ['/ME waves at all ', '_waves at all_'],
  ['/me one\n  two', '_one_\n_two_'],
  ['/shrug', '¯\\_(ツ)_/¯'],
  ['/shrug who knows', 'who knows ¯\\_(ツ)_/¯'],
  ['//me waves', '/me waves'],
  ['//what', '/what'],
  ['/usr/bin', '/usr/bin'],
  ['// a remark', '// a remark'],
  ['//server/share', '//server/share'],
  ['/', '/'],
  ['/ me', '/ me'],
  ['/1', '/1'],
  ['a /me', 'a /me'],
  ['/me?', '/me?'],
])('[CP11] %j is sent as %j', async (typed, sent) => {
  const chat = await talking()
  send(chat, typed)
  expect([texts(chat), chat.field.value]).toEqual([[sent], ''])
})

test.each([
  ['/foo', 'There is no /foo here. To send it as a text, write //foo.'],
  ['/Foo bar', 'There is no /foo here. To send it as a text, write //foo.'],
  ['/me', 'Write what you do behind it, such as /me waves.'],
  ['/topic x', 'You may not say here what this room is about.'],
])('[CP12] %j is never sent, stays, and is explained', async (typed, says) => {
  const chat = await talking()
  send(chat, typed)
  expect([texts(chat), chat.field.value, chat.field.validationMessage]).toEqual([[], typed, says])
  expect(chat.said()).toContain(says)
})

test('[CP13] /topic says what the room is about where one may, and what did not work comes back', async () => {
  const chat = await talking({ role: 'moderator', can: ['send', 'change'] })
  send(chat, '/topic Ships and storms')
  await until(() => chat.socket.said('change_room').length)
  expect(chat.sent('change_room')).toEqual([{ topic: 'Ships and storms' }])
  expect(chat.field.value).toBe('')
  chat.socket.ok('change_room')
  await until(() => chat.said().includes('The topic of the room is changed.'))
  send(chat, '/topic Again')
  await until(() => chat.socket.said('change_room').length === 2)
  chat.socket.refuse('change_room', 'unavailable')
  await until(() => chat.field.value)
  expect([chat.field.value, chat.field.validationMessage]).toEqual([
    '/topic Again',
    '/topic did not work. unavailable.',
  ])
  send(chat, `/topic ${'x'.repeat(501)}`)
  expect(chat.field.validationMessage).toBe('A topic has at most 500 characters.')
  expect(texts(chat)).toEqual([])
})

test('[CP14] a page adds commands: what they give is sent, and what they throw is said', async () => {
  const ran: unknown[] = []
  const roll = { name: 'roll', description: 'Roll dice', run: (args: string) => `rolled ${args}` }
  const commands: ChatCommand[] = [
    roll,
    {
      name: 'note',
      run(args, { room, client, element }) {
        ran.push([args, room.name, client.user?.name, element.localName])
      },
    },
    { name: 'late', run: async () => 'later' },
    { name: 'broken', run: () => Promise.reject(new Error('The dice fell down.')) },
    {
      name: 'thrown',
      run() {
        throw undefined
      },
    },
  ]
  const quoted = message(1, { user: BOB })
  const chat = await talking({ seq: 1, messages: [quoted] }, { set: element => Object.assign(element, { commands }) })
  chat.type('/ro')
  expect(chat.list()).toEqual(['*/roll'])
  expect(chat.part('completion-option')?.textContent).toContain('Roll dice')
  send(chat, '/roll 2d6')
  await until(() => texts(chat).length === 1)
  expect([texts(chat), chat.field.value]).toEqual([['rolled 2d6'], ''])
  chat.stored()
  send(chat, '/note to self')
  expect([ran, chat.field.value]).toEqual([[['to self', 'lobby', 'Ada', 'chat-widget']], ''])
  send(chat, '/late')
  await until(() => texts(chat).length === 2)
  expect(texts(chat)[1]).toBe('later')
  send(chat, '/broken now')
  await until(() => chat.field.value)
  expect([chat.field.value, chat.field.validationMessage]).toEqual([
    '/broken now',
    '/broken did not work. The dice fell down.',
  ])
  send(chat, '/thrown')
  await until(() => chat.field.value)
  expect(chat.field.validationMessage).toBe('/thrown did not work. Try again later.')
  // while it worked something else was written
  send(chat, '/broken again')
  chat.type('meanwhile')
  await until(() => chat.said().split('/broken did not work').length > 2)
  expect(chat.field.value).toBe('meanwhile')
  chat.element.commands = undefined
  send(chat, '/roll')
  expect(chat.field.validationMessage).toContain('There is no /roll here.')
})

test('[CP15] whatever a page sets as commands throws nothing; what counts for nothing is warned of once', async () => {
  const nothing = () => undefined
  const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined)
  const chat = await talking()
  for (const commands of [null, 1, 'x', {}, [null], [1], [{}], [{ name: 'a b', run: nothing }], [{ name: 'ok' }]]) {
    Object.assign(chat.element, { commands })
    chat.field.value = ''
    chat.type('/')
    chat.field.value = ''
    chat.type('/')
    expect(chat.list()).toEqual(['*/me', '/shrug', '/topic'])
  }
  expect(warn).toHaveBeenCalledTimes(6)
  warn.mockClear()
  const many = Array.from({ length: 70 }, (_, i) => ({ name: `c${i}`, description: i, run: (): string => `${i}` }))
  Object.assign(chat.element, { commands: [{ name: 'me', run: (): string => 'mine' }, ...many] })
  send(chat, '/me waves')
  send(chat, '/c48')
  await until(() => chat.element.store?.room.drafts.length === 2)
  expect(chat.element.store?.room.drafts.map(({ text }) => text)).toEqual(['_waves_', '48'])
  send(chat, '/c49')
  expect(chat.field.validationMessage).toContain('There is no /c49 here.')
  expect(warn).toHaveBeenCalledTimes(1)
  expect(warn.mock.calls[0]?.[0]).toMatch(/\/me is there already.*Only the first 50 count/)
})

test('[CP16] without commands a slash is a letter, and their code is not asked', async () => {
  const chat = await talking({}, { without: 'commands' })
  chat.type('/')
  expect(chat.list()).toEqual([])
  send(chat, '/foo bar')
  expect(texts(chat)).toEqual(['/foo bar'])
})

test('[CP17] an edit may begin with a slash', async () => {
  const own = message(1, { user: ADA, text: 'usr', sentAt: Date.now() })
  const chat = await talking({ seq: 1, messages: [own] })
  await until(() => chat.press('ArrowUp'))
  await until(() => chat.field.value)
  send(chat, '/usr')
  expect(chat.sent('edit_message')).toMatchObject([{ text: '/usr' }])
})
