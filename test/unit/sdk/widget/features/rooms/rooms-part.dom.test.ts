import { afterEach, expect, test, vi } from 'vitest'
// what asks about rooms and people is here at once
import '../../../../../../sdk/client/directory-part.ts'
import type { User } from '../../../../../../sdk/protocol/records.ts'
import { ClientStore } from '../../../../../../sdk/store/client-store.ts'
import { RoomStore } from '../../../../../../sdk/store/room-store.ts'
import { Unread } from '../../../../../../sdk/store/unread.ts'
import type { RoomsHost } from '../../../../../../sdk/widget/features/rooms/rooms-host.ts'
import { openRooms } from '../../../../../../sdk/widget/features/rooms/rooms-part.ts'
import { words } from '../../../../../../sdk/widget/features/rooms/words.ts'
import { openSheet } from '../../../../../../sdk/widget/features/sheet/sheet-part.ts'
import type { Note } from '../../../../../../sdk/widget/kept/notes.ts'
import { connected, harness, joined, message } from '../../../../../support/client-harness.ts'
import { mount } from '../../../../../support/gallery/mount.ts'
import { settle } from '../../../../../support/virtual-clock.ts'

const ME: User = { id: 'a:1', name: 'Ada' }
const BEA: User = { id: 'a:2', name: 'Bea' }
const GUS: User = { id: 'g:3', name: 'Gus', guest: true }

afterEach(() => vi.unstubAllGlobals())

/** What a button says to who does not see it. */
function labelOf(node: Element | undefined): string {
  const shown = node?.cloneNode(true) as Element | undefined
  for (const hidden of shown?.querySelectorAll('[aria-hidden]') ?? []) hidden.remove()
  return node?.getAttribute('aria-label') ?? shown?.textContent ?? ''
}

/** The rooms of somebody who is in `lobby` and follows `news`, over the real client and stores. */
async function open({ me = ME, note = {} as Note, fields = {} as object, back = 'page' } = {}) {
  const shown = mount('busy')
  shown.root.host.setAttribute('back', back)
  const kit = harness({ user: me })
  const store = new ClientStore({ client: kit.client, clock: kit.clock })
  const stores = new Map<string, RoomStore>()
  const lobby = new RoomStore({ client: store, room: 'lobby', lang: 'en', clock: kit.clock })
  stores.set('lobby', lobby)
  lobby.start()
  const users = [me, BEA, GUS]
  const presence = { version: 1, count: 3, complete: true, users }
  const rooms = [joined({ presence, ...fields }), joined({ room: 'news', presence, ...fields })]
  let now = 'lobby'
  const said: string[] = []
  const went: string[] = []
  const elsewhere: number[] = []
  const counts = new Map<RoomStore, Unread>()
  const keeper = { seen: () => note.seen, keep: () => {}, changed: () => part.look(), mentioned: () => {} }
  const enter = vi.fn()
  const host: RoomsHost = {
    root: shown.root,
    clock: kit.clock,
    openSheet,
    server: () => 'https://chat.example',
    lang: () => 'en',
    client: () => kit.client,
    home: () => 'lobby',
    shown: () => stores.get(now),
    follow(room) {
      const each = new RoomStore({ client: store, room, lang: 'en', clock: kit.clock })
      stores.set(room, each)
      each.start()
      return each
    },
    leave: store => store.stop(),
    hold: () => {},
    toMessage: () => {},
    enter,
    listed: () => ['news'],
    unread(store) {
      const known = counts.get(store)
      if (known) return known
      const unread = new Unread(store.room, kit.client, keeper)
      counts.set(store, unread)
      unread.start(store.view)
      return unread
    },
    go({ room }) {
      now = room.name
      went.push(room.name)
    },
    elsewhere: ([unread]) => elsewhere.push(unread),
    closed: () => {},
    say: text => said.push(text),
  }
  const part = openRooms(host)
  part.look()
  store.start(true)
  await settle()
  const socket = kit.sockets.last
  socket.open()
  socket.ok('connect', { ...connected(), user: me, serverAt: 0, rooms })
  await settle()
  const answer = async (type: string, value: object) => {
    socket.ok(type, value)
    await settle()
  }
  const buttons = () => shown.all<HTMLButtonElement>('button').filter(each => !each.closest('[hidden]'))
  const find = (text: string) => buttons().find(each => labelOf(each).startsWith(text))
  const press = async (text: string) => {
    const found = find(text)
    if (!found) throw new Error(`No button says ${text}: ${buttons().map(labelOf).join(' | ')}`)
    found.click()
    await settle()
  }
  const dialog = () => shown.all('[role=dialog][aria-labelledby=sheet-title]')[0]
  const toggle = () => shown.one('[part=rooms-toggle]')
  return {
    ...kit,
    shown,
    part,
    socket,
    stores,
    answer,
    find,
    press,
    dialog,
    toggle,
    said,
    went,
    elsewhere,
    counts,
    enter,
    host,
  }
}

test('[VW240] the way to the rooms stands first in the header, once, and says what is new in the others', async () => {
  const { shown, part, socket, toggle, elsewhere } = await open()
  part.look()
  expect(shown.all('[part=rooms-toggle]').length).toBe(1)
  expect(shown.one('[part=header]').firstElementChild).toBe(toggle())
  expect(toggle().getAttribute('aria-label')).toBe('Rooms')
  for (const seq of [1, 2]) socket.hear(message(seq, { room: 'news', user: BEA }))
  socket.hear(message(3, { room: 'news', user: ME }))
  socket.hear(message(1, { room: 'lobby', user: BEA }))
  await settle()
  expect(toggle().getAttribute('aria-label')).toBe('Rooms, 2 unread messages')
  expect(toggle().textContent).toBe('2')
  expect(elsewhere.at(-1)).toBe(2)
})

test('[VW241] the list says of each room what it is called, what was said last, and what is new; pressing one goes there', async () => {
  const { socket, answer, press, dialog, find, went, toggle, elsewhere } = await open()
  socket.hear(message(1, { room: 'news', user: BEA, text: 'hello', mentions: [ME] }))
  await settle()
  toggle().click()
  await settle()
  expect(dialog()?.getAttribute('aria-modal')).toBe('true')
  const direct = { room: 'dm:x', kind: 'direct', role: 'member', can: [], peer: BEA, unread: 100, mentions: 0 }
  const last = message(7, { room: 'dm:x', user: BEA, text: 'psst' })
  await answer('rooms', { rooms: [{ ...direct, last }] })
  expect(labelOf(find('#news'))).toMatch(/^#news, 1 unread, 1 of them names you\. Bea: hello/)
  expect(labelOf(find('Bea'))).toMatch(/^Bea, 99 and more unread\. psst/)
  expect(find('#lobby')?.getAttribute('aria-current')).toBe('true')
  expect(elsewhere.at(-1)).toBe(101)
  await press('Bea')
  expect([went, dialog(), elsewhere.at(-1)]).toEqual([['dm:x'], undefined, 1])
})

test('[VW242] who is asked in hears of it, and answers in the list', async () => {
  const { socket, answer, press, said, toggle, went } = await open()
  socket.hear({ type: 'invited', room: 'priv:1', title: 'Us', by: BEA })
  expect(said).toEqual(['Bea asks you into Us. Open your rooms to answer.'])
  toggle().click()
  await settle()
  await answer('rooms', { rooms: [{ room: 'priv:1', kind: 'members', title: 'Us', role: 'invited', can: [] }] })
  await press('No, thanks, do not join Us')
  socket.refuse('accept', 'unavailable')
  await settle()
  await press('Join Us')
  expect(socket.last('accept')).toMatchObject({ room: 'priv:1', on: true })
  await answer('accept', { room: 'priv:1' })
  await answer('rooms', { rooms: [{ room: 'priv:1', kind: 'members', title: 'Us', role: 'member', can: [] }] })
  expect(went).toEqual(['priv:1'])
})

test('[VW243] an account makes a room, and is in it; a guest is not offered that', async () => {
  const guest = await open({ me: { id: 'g:1', name: 'Ada', guest: true } })
  guest.toggle().click()
  await settle()
  expect(guest.find(words.create)).toBeUndefined()
  const { press, shown, socket, answer, went, toggle } = await open()
  toggle().click()
  await settle()
  await press(words.create)
  const form = () => shown.one<HTMLFormElement>('form[novalidate]:has(#room-title)')
  form().requestSubmit()
  await settle()
  expect(shown.one('#room-error').textContent).toBe(words.noTitle)
  expect(shown.one('#room-title').nextElementSibling).toBe(shown.one('#room-error'))
  shown.one<HTMLInputElement>('#room-title').value = '  Fans of Ünïcode!  '
  shown.one<HTMLSelectElement>('#room-kind').value = 'open'
  form().requestSubmit()
  await settle()
  expect(socket.last('create_room')).toMatchObject({ kind: 'open', title: 'Fans of Ünïcode!' })
  expect(socket.last('create_room')['room']).toMatch(/^[a-z0-9][a-z0-9_-]*$/)
  socket.refuse('create_room', 'conflict')
  await settle()
  expect(shown.one('#room-error').hidden).toBe(false)
  form().requestSubmit()
  await settle()
  await answer('create_room', { room: 'fans' })
  expect(went).toEqual(['fans'])
})

test('[VW244] one writes to somebody alone, and blocks them, from the list of people; guests cannot be', async () => {
  const { shown, part, answer, press, socket, went } = await open()
  part.look()
  const acts = shown.all('[part=person] button').map(each => each.getAttribute('aria-label'))
  // the gallery's people are other ones than the room's, so that only those with an entry of the room count
  for (const label of acts) expect(label).toBe(words.personMenu('Bea'))
  const row = document.createElement('li')
  row.setAttribute('part', 'person')
  row.setAttribute('data-user', BEA.id)
  shown.one('[part=people] ul').append(row)
  part.look()
  part.look()
  expect(row.querySelectorAll('button').length).toBe(1)
  row.querySelector('button')?.click()
  await settle()
  await answer('blocks', { users: [] })
  await press(words.block)
  expect(socket.last('block')).toMatchObject({ user: BEA.id, on: true })
  await answer('block', {})
  expect(shown.one('[role=dialog] [role=status]').textContent).toBe(words.blocked('Bea'))
  await press(words.message)
  expect(socket.last('open_direct')).toMatchObject({ user: BEA.id })
  await answer('open_direct', { room: 'dm:x' })
  expect(went).toEqual(['dm:x'])
})

test('[VW245] what is seen is said to the server of an account, and what another device has read counts here', async () => {
  const news = [1, 2, 3].map(seq => message(seq, { room: 'news', user: BEA }))
  const { socket, counts, stores, toggle } = await open({ fields: { read: 0, unread: 0, mentions: 0 } })
  socket.hear(...news)
  await settle()
  const unread = counts.get(stores.get('news') as RoomStore)
  unread?.mark(2)
  await settle()
  expect(socket.last('mark_read')).toMatchObject({ room: 'news', upTo: 2, epoch: 'e1' })
  expect(toggle().textContent).toBe('1')
  socket.hear({ type: 'read', room: 'news', upTo: 3, unread: 0, mentions: 0 })
  await settle()
  expect(toggle().textContent).toBe('0')
  const guest = await open({ me: { id: 'g:1', name: 'Ada', guest: true } })
  guest.socket.hear(...news)
  guest.counts.get(guest.stores.get('news') as RoomStore)?.mark()
  await settle()
  expect(guest.socket.sent.some(({ type }) => type === 'mark_read')).toBe(false)
})

test('[VW245] what a guest has not seen is counted from what is kept, an account’s from what the server says', async () => {
  const messages = [1, 2, 3].map(seq => message(seq, { room: 'news', user: BEA }))
  const fields = { seq: 3, messages }
  const guest = await open({
    me: { id: 'g:1', name: 'Ada', guest: true },
    note: { seen: { epoch: 'e1', seq: 1 } },
    fields,
  })
  expect(guest.toggle().textContent).toBe('2')
  const account = await open({
    fields: {
      ...fields,
      seq: 9,
      more: true,
      messages: messages.map(each => ({ ...each, seq: each.seq + 6 })),
      read: 0,
      unread: 7,
      mentions: 1,
    },
  })
  expect(account.toggle().textContent).toBe('7')
})

test('[VW254] who has no other room is told so, and who finds none of this name', async () => {
  const { answer, toggle, dialog, stores, host, part, shown } = await open()
  Object.assign(host, { listed: () => [] })
  part.look()
  stores.delete('news')
  toggle().click()
  const says = () => dialog()?.querySelector('p[role=status]:not([hidden])')?.textContent
  expect(says()).toBe(words.loading)
  await settle()
  await answer('rooms', { rooms: [] })
  expect(says()).toBe(words.none)
  const rooms = Array.from({ length: 7 }, (_, i) => ({ room: `r${i}`, kind: 'open', role: 'user', can: [] }))
  dialog()?.querySelector<HTMLElement>('[aria-label=Close]')?.click()
  toggle().click()
  await settle()
  await answer('rooms', { rooms })
  expect(says()).toBeUndefined()
  const search = shown.one<HTMLInputElement>('input[type=search]')
  search.value = 'nothing like it'
  search.dispatchEvent(new Event('input'))
  expect(says()).toBe(words.noneFound)
})

test('[VW255] where the people of a room cannot be listed one tries again there', async () => {
  const { socket, answer, press, toggle, find, dialog } = await open()
  toggle().click()
  await settle()
  await press(words.about)
  socket.refuse('members', 'unavailable')
  await settle()
  await press(words.again)
  await answer('members', { members: [{ user: BEA, role: 'member' }] })
  expect(find(words.again) ?? find(words.more)).toBeUndefined()
  expect(dialog()?.textContent).toContain('Bea')
})

test('[VW256] in a room of two one blocks the other on its page, also while they are not there', async () => {
  const presence = { version: 1, count: 1, complete: true, users: [ME] }
  const { answer, press, toggle, dialog, socket } = await open({ fields: { kind: 'direct', peer: BEA, presence } })
  toggle().click()
  await settle()
  await press(words.about)
  await answer('blocks', { users: [BEA] })
  await press(words.unblock)
  expect(socket.last('block')).toMatchObject({ user: BEA.id, on: false })
  await answer('block', {})
  expect(dialog()?.textContent).toContain(words.unblocked('Bea'))
  await press(words.block)
  socket.refuse('block', 'unavailable')
  await settle()
  await press(words.block)
  expect(socket.last('block')).toMatchObject({ user: BEA.id, on: true })
  expect(socket.sent.some(({ type }) => type === 'members')).toBe(false)
})

test('[VW257] of a room that one may not enter its page says why, and nothing that is not known', async () => {
  const { answer, press, toggle, dialog, socket } = await open()
  toggle().click()
  await settle()
  await answer('rooms', { rooms: [{ room: 'priv:1', kind: 'members', title: 'Us', role: 'member', can: [] }] })
  await press('Us')
  socket.refuse('join', 'not_found')
  await settle()
  toggle().click()
  await settle()
  await press(words.about)
  const says = dialog()?.textContent ?? ''
  for (const claim of [...Object.values(words.kindSays), words.people]) expect(says).not.toContain(claim)
  const lines = [...(dialog()?.querySelectorAll('p') ?? [])].map(({ textContent }) => textContent)
  expect(lines, 'the words of the refusal').toEqual(['not_found.'])
})

/** The browser is at an entry that was left before. */
function backTo(state: unknown): void {
  history.replaceState(state, '')
  dispatchEvent(new PopStateEvent('popstate', { state }))
}

test('[VW247] who goes to a room comes back by Back, with the focus where it was, and is told where they are', async () => {
  const { shown, press, toggle, went, said, part, enter } = await open()
  history.replaceState({ page: 1 }, '')
  const { length } = history
  toggle().click()
  await settle()
  await press('#news')
  expect([history.length, history.state], 'nobody asked for it').toEqual([length, { page: 1 }])
  shown.root.host.setAttribute('back', 'rooms')
  toggle().click()
  await settle()
  await press('#lobby')
  const { state } = history
  expect(state).toMatchObject({ page: 1 })
  toggle().click()
  await settle()
  await press('#news')
  const ahead = history.state
  expect([history.length, enter.mock.calls.length]).toEqual([length + 2, 3])
  toggle().click()
  backTo(state)
  expect(enter.mock.calls.length).toBe(4)
  await settle()
  expect(went).toEqual(['news', 'lobby', 'news', 'lobby'])
  expect(shown.all('[role=dialog][aria-labelledby=sheet-title]')).toEqual([])
  expect(said.at(-1)).toBe('You are in #lobby now.')
  ;(shown.root.activeElement as HTMLElement | null)?.blur()
  backTo(ahead)
  expect(went.at(-1)).toBe('news')
  expect([history.length, enter.mock.calls.length], 'no entry, and no focus that was elsewhere').toEqual([
    length + 2,
    4,
  ])
  part.stop()
  backTo(state)
  expect(went.at(-1), 'the chat has ended').toBe('news')
  history.replaceState(null, '')
})

test('[VW248] a room that one leaves for good gives its entry to the next one', async () => {
  const { press, toggle, went, answer, part } = await open({ fields: { role: 'member', can: [] }, back: 'rooms' })
  history.replaceState(null, '')
  toggle().click()
  await settle()
  await press('#news')
  const { length, state } = history
  toggle().click()
  await settle()
  await press(words.about)
  await answer('members', { members: [] })
  await press(words.leave)
  await press(words.leaveNow)
  await answer('set_role', {})
  expect(went).toEqual(['news', 'lobby'])
  expect(history.length).toBe(length)
  backTo(state)
  expect(went).toEqual(['news', 'lobby'])
  part.stop()
  history.replaceState(null, '')
})

test('[VW249] after a reload the room of the entry is shown again', async () => {
  const first = await open({ back: 'rooms' })
  first.toggle().click()
  await settle()
  await first.press('#news')
  first.part.stop()
  const { length } = history
  const again = await open({ back: 'rooms' })
  expect([again.went, history.length]).toEqual([['news'], length])
  again.part.stop()
  const other = await open({ back: 'rooms', me: { id: 'a:9', name: 'Eve' } })
  expect(other.went).toEqual([])
  other.part.stop()
  history.replaceState(null, '')
})
