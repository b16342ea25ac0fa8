import { expect, test } from 'vitest'
import { words } from '../../../../../../sdk/widget/features/moderation/moderator-words.ts'
import { words as own } from '../../../../../../sdk/widget/features/moderation/words.ts'
import { message } from '../../../../../support/client-harness.ts'
import { BEA, GUS, itemOf, ME, orderRoom } from '../../../../../support/order-room.ts'

const MINUTE = 60_000
const START = 1_700_000_000_000
const presence = { version: 1, count: 3, complete: true, users: [ME, BEA, GUS] }
const keeps = (role = 'moderator', more = {}) => ({ role, can: ['send', 'moderate', 'delete_any'], presence, ...more })
type Room = Awaited<ReturnType<typeof orderRoom>>

const status = ({ shown }: Room) =>
  shown.all('[role=dialog] [role=status]').find(node => !node.closest('[hidden]'))?.textContent
const rows = ({ shown }: Room) => shown.all('[role=dialog] ul > li').map(each => each.textContent)
const tab = ({ shown }: Room, id: string) => shown.one(`#order-${id}`)
const key = (node: Element, name: string) =>
  node.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }))

async function moderating(fields: object = keeps()): Promise<Room> {
  const room = await orderRoom({ fields })
  await room.drawn()
  return room
}
/** The view of a moderator, with its reports. */
async function viewing(reports: readonly object[] = [], fields?: object): Promise<Room> {
  const room = await moderating(fields)
  room.shown.one('[part=moderation]').click()
  await room.drawn()
  await room.answer('reports', { reports })
  return room
}
const reported = (more: object = {}) => ({
  report: 'r1',
  message: message(7, { user: GUS, text: 'Buy watches', room: 'lobby' }),
  by: BEA,
  category: 'spam',
  note: 'again',
  at: START,
  ...more,
})

test('[MD98] who keeps order finds the way in the menu of the header, with how much waits; it goes when they may not any more', async () => {
  const room = await moderating()
  const entry = () => room.shown.one('[part=menu] [part=moderation]')
  expect([entry().getAttribute('aria-label'), entry().nextElementSibling?.getAttribute('part')]).toEqual([
    words.queue(0),
    'logout',
  ])
  await room.hear({ type: 'queue', room: 'lobby', reports: 2, held: 1 })
  expect([entry().getAttribute('aria-label'), entry().textContent]).toEqual([words.queue(3), 'Moderation3'])
  await room.hear({ type: 'rights', room: 'lobby', role: 'user', can: ['send'] })
  expect(room.shown.all('[part=moderation]')).toEqual([])
  expect(room.shown.all('[part=person] button')).toEqual([])
  const guest = await orderRoom()
  expect(guest.shown.all('[part=moderation]')).toEqual([])
})

test('[MD99] a sanction says what, for how long and why, and what of theirs goes with it', async () => {
  const room = await moderating()
  await room.order('mute', itemOf(BEA, 'x'))
  expect(room.dialog()?.textContent).toContain(words.sanctionReason('Bea'))
  const options = (id: string) => [...room.shown.one<HTMLSelectElement>(`#${id}`).options].map(each => each.textContent)
  expect(options('order-time')).toEqual(words.times.map(([, text]) => text))
  expect(room.shown.one('#order-address').closest('[hidden]')).not.toBe(null)
  expect(room.shown.one('#order-everywhere').closest('[hidden]')).not.toBe(null)
  room.fill('order-time', `${60 * MINUTE}`)
  room.fill('order-reason', ' Shouting ')
  room.fill('order-delete', `${24 * 60 * MINUTE}`)
  await room.submit()
  const asked = {
    room: 'lobby',
    user: BEA.id,
    kind: 'mute',
    forMs: 60 * MINUTE,
    reason: 'Shouting',
    deleteMs: 24 * 60 * MINUTE,
  }
  expect(room.socket.last('sanction')).toMatchObject(asked)
  expect(room.socket.last('sanction')).not.toHaveProperty('address')
  room.socket.refuse('sanction', 'forbidden', { message: 'They keep order here themselves.' })
  await room.drawn()
  expect(room.shown.one('[role=dialog] [role=alert]').textContent).toBe('They keep order here themselves.')
  await room.submit()
  await room.answer('sanction', { until: START + 60 * MINUTE, duplicate: false })
  expect(room.said.at(-1)).toMatch(/^Bea is muted until /)
  expect(room.dialog()).toBeUndefined()
})

test('[MD99] a warning has no time, a removal begins with a minute; only owners do something for ever', async () => {
  const room = await moderating()
  await room.order('warn', itemOf(BEA, 'x'))
  expect(room.shown.one('#order-time').closest('[hidden]')).not.toBe(null)
  await room.submit()
  expect(room.socket.last('sanction')).toMatchObject({ kind: 'warn', user: BEA.id })
  expect(room.socket.last('sanction')).not.toHaveProperty('forMs')
  room.fill('order-kind', 'kick')
  expect(room.shown.one<HTMLSelectElement>('#order-time').value).toBe(`${MINUTE}`)
  const owner = await moderating(keeps('owner'))
  await owner.order('ban', itemOf(BEA, 'x'))
  owner.fill('order-time', '0')
  await owner.submit()
  expect(owner.socket.last('sanction')).toMatchObject({ kind: 'ban' })
  expect(owner.socket.last('sanction')).not.toHaveProperty('forMs')
})

test('[MD100] owners sanction the address of a guest, for a day and with its limits said; server admins everywhere', async () => {
  const room = await moderating(keeps('admin'))
  await room.order('ban', itemOf(GUS, 'x'))
  expect(room.dialog()?.textContent).toContain(words.addressSays)
  expect(room.shown.one('#order-address').getAttribute('aria-describedby')).toBe('order-address-says')
  room.fill('order-address', true)
  room.fill('order-everywhere', true)
  expect(room.shown.one('#order-time').closest('[hidden]')).not.toBe(null)
  await room.submit()
  expect(room.socket.last('sanction')).toMatchObject({ kind: 'ban', address: true, everywhere: true })
  expect(room.socket.last('sanction')).not.toHaveProperty('forMs')
  room.fill('order-kind', 'kick')
  expect(room.shown.one('#order-address').closest('[hidden]')).not.toBe(null)
  const owner = await moderating(keeps('owner'))
  await owner.order('ban', itemOf(GUS, 'x'))
  expect(owner.shown.one('#order-everywhere').closest('[hidden]')).not.toBe(null)
  expect(owner.shown.one('#order-address').closest('[hidden]')).toBe(null)
})

test('[MD101] the tabs of the view are one stop, between which the arrows go, with how much waits in each', async () => {
  const room = await viewing()
  expect(room.dialog()?.querySelector('[role=tablist]')?.getAttribute('aria-label')).toBe(words.moderation)
  expect(room.shown.root.activeElement).toBe(tab(room, 'reports'))
  key(tab(room, 'reports'), 'ArrowRight')
  expect(room.shown.root.activeElement).toBe(tab(room, 'held'))
  const of = (name: string) => room.shown.all('[role=tab]').map(each => each.getAttribute(name))
  expect([of('aria-selected'), of('tabindex')]).toEqual([
    ['false', 'true', 'false', 'false', 'false'],
    ['-1', '0', '-1', '-1', '-1'],
  ])
  expect(room.shown.one('[role=tabpanel]').getAttribute('aria-labelledby')).toBe('order-held')
  key(tab(room, 'held'), 'End')
  expect(room.shown.root.activeElement).toBe(tab(room, 'log'))
  key(tab(room, 'log'), 'ArrowRight')
  expect(room.shown.root.activeElement).toBe(tab(room, 'reports'))
  key(tab(room, 'reports'), 'ArrowLeft')
  key(tab(room, 'log'), 'Home')
  expect(room.shown.root.activeElement).toBe(tab(room, 'reports'))
  await room.hear({ type: 'queue', room: 'lobby', reports: 0, held: 4 })
  expect(tab(room, 'held').textContent).toBe('Held4')
  expect(tab(room, 'reports').textContent?.startsWith('Reports')).toBe(true)
})

test('[MD102] a report shows what was said, by whom it was reported and why, and leads to the message; closed, it goes', async () => {
  const room = await viewing([reported(), reported({ report: 'r2', message: undefined, note: undefined })])
  expect(rows(room)[0]).toMatch(/^G?.*GusBuy watches|Gus/)
  expect(rows(room)[0]).toContain('Buy watches')
  expect(rows(room)[0]).toContain('again')
  expect(rows(room)[1]).toContain(words.gone)
  await room.press(words.close)
  expect(room.socket.last('close_report')).toMatchObject({ room: 'lobby', report: 'r1' })
  room.socket.refuse('close_report', 'unavailable')
  await room.drawn()
  expect([status(room), rows(room).length]).toEqual(['unavailable.', 2])
  await room.press(words.close)
  await room.answer('close_report')
  expect([status(room), rows(room).length]).toEqual([words.closed, 1])
  expect(room.shown.root.activeElement?.textContent).toBe(words.close)
  await room.press(words.close)
  await room.answer('close_report')
  expect(status(room)).toBe(`${words.closed} ${words.none.reports}`)
  const again = await viewing([reported()])
  await again.press(words.goTo)
  expect([again.dialog(), again.went]).toEqual([undefined, [7]])
})

test('[MD103] from a report its message is deleted and its author sanctioned, and one is back at the reports', async () => {
  const room = await viewing([reported()])
  await room.press(words.deleteOne)
  expect(room.socket.last('delete_message')).toMatchObject({ room: 'lobby', messageId: 'm7' })
  await room.answer('delete_message', { room: 'lobby', seq: 9, target: 7, duplicate: false })
  expect(status(room)).toBe(words.deletedOne)
  await room.press(`${words.kinds.mute}…`)
  expect(room.shown.one<HTMLSelectElement>('#order-kind').value).toBe('mute')
  await room.submit()
  await room.answer('sanction', { until: START + 10 * MINUTE, duplicate: false })
  await room.answer('reports', { reports: [reported()] })
  expect(status(room)).toMatch(/^Gus is muted until /)
  await room.press(`${words.kinds.ban}…`)
  await room.press(own.cancel)
  expect(room.socket.said('reports')).toHaveLength(3)
})

test('[MD104] who asks to have something lifted is listed with what it is; lifted, it is closed', async () => {
  const appeal = { user: BEA, kind: 'mute' }
  const room = await viewing([
    reported({ message: undefined, by: BEA, category: 'other', note: 'I was quoting', appeal }),
  ])
  expect(rows(room)[0]).toContain(words.asksLift('mute'))
  expect(rows(room)[0]).toContain('I was quoting')
  await room.press(words.lift)
  expect(room.socket.last('lift')).toMatchObject({ room: 'lobby', user: BEA.id, kind: 'mute' })
  await room.answer('lift')
  await room.answer('close_report')
  expect([rows(room), status(room)]).toEqual([[], `${words.lifted('Bea')} ${words.none.reports}`])
})

test('[MD105] what is held is let in or rejected, and it is said why it was held', async () => {
  const room = await viewing()
  tab(room, 'held').click()
  await room.drawn()
  const held = [
    { hold: 'h1', user: GUS, text: 'hello', rule: 'first', at: START },
    { hold: 'h2', user: BEA, text: 'hi', at: START },
    { hold: 'h3', user: BEA, text: 'ho', rule: 'of a later version', at: START },
  ]
  await room.answer('held', { held })
  expect(rows(room).map(text => text?.includes(words.heldBy.first ?? ''))).toEqual([true, false, false])
  expect(rows(room)[1]).toContain(words.watched)
  await room.press(words.letIn)
  expect(room.socket.last('resolve')).toMatchObject({ hold: 'h1', approve: true })
  await room.answer('resolve')
  expect(status(room)).toBe(words.letInDone)
  await room.press(words.reject)
  expect(room.socket.last('resolve')).toMatchObject({ hold: 'h2', approve: false })
  await room.answer('resolve')
  expect([status(room), rows(room).length]).toEqual([words.rejectDone, 1])
})

test('[MD106] the people are those on whom something lasts by the log, whose sanctions are lifted there', async () => {
  const room = await viewing()
  tab(room, 'people').click()
  await room.drawn()
  const entry = (user: object, kind: string, more: object = {}, action = 'sanction') => ({
    at: START,
    by: ME,
    action,
    target: { user, kind, ...more },
  })
  const entries = [
    entry(GUS, 'mute', { until: START - 1 }),
    entry(GUS, 'mute', { until: START + MINUTE * 60 }),
    entry(BEA, 'mute', {}, 'lift'),
    entry(BEA, 'mute', {}),
  ]
  await room.answer('audit', { entries, next: 'more' })
  expect(room.socket.last('audit')).toMatchObject({ after: 'more' })
  await room.answer('audit', {
    entries: [{ ...entry(BEA, 'ban'), reason: 'Spam' }, entry(GUS, 'ban', { everywhere: true })],
  })
  // what came last of a kind counts
  expect(rows(room)).toHaveLength(2)
  expect(rows(room)[0]).toContain(words.laidBy('ban', own.forGood, 'Ada', false))
  expect(rows(room)[0]).toContain(own.reason('Spam'))
  // only who runs the server lifts what is of all rooms
  const acts = room.shown.all('[role=dialog] li button').map(each => each.textContent)
  expect(acts).toEqual([words.lift, words.messages, words.messages])
  await room.press(words.lift)
  expect(room.socket.last('lift')).toMatchObject({ user: BEA.id, kind: 'ban' })
  await room.answer('lift')
  expect(status(room)).toBe(words.lifted('Bea'))
})

test('[MD107] the log says in words what was done, newest first, page by page', async () => {
  const room = await viewing()
  tab(room, 'log').click()
  await room.drawn()
  const done = (action: string, target?: object, reason?: string) => ({ at: START, by: BEA, action, target, reason })
  const entries = [
    done('sanction', { user: GUS, kind: 'ban' }, 'Spam'),
    done('sanction', { user: GUS, kind: 'warn', until: START }),
    done('lift', { user: GUS, kind: 'mute' }),
    done('close_report', { report: 'r' }),
    done('resolve', { user: GUS, approved: false }),
    done('delete_message', { messageId: 'm' }),
    done('change_room', { changes: {} }),
    done('set_role', { user: { id: 'a:9', name: '', deleted: true } }),
    done('of_a_later_version'),
  ]
  await room.answer('audit', { entries, next: 'n1' })
  expect(rows(room).map(text => text?.replace(/(Reason: Spam)?(\d+ \w+ \d+, )?\d\d:\d\d$/, ''))).toEqual([
    'Bea banned Gus until it is lifted',
    'Bea warned Gus',
    'Bea lifted the mute of Gus',
    'Bea closed a report',
    'Bea rejected a message of Gus',
    'Bea deleted a message',
    'Bea changed the room',
    'Bea changed what Somebody is here',
    'Bea: of a later version',
  ])
  expect(rows(room)[0]).toContain('Reason: Spam')
  await room.press(words.more)
  room.socket.refuse('audit', 'unavailable')
  await room.drawn()
  await room.press(words.again)
  expect(room.socket.last('audit')).toMatchObject({ after: 'n1' })
  await room.answer('audit', { entries: [done('resolve', { user: BEA, approved: true })] })
  expect(rows(room).at(-1)).toContain('Bea let in a message of Bea')
  expect(room.find(words.more)).toBeUndefined()
})

test('[MD108] where nothing waits that is said in words', async () => {
  const room = await viewing()
  expect(status(room)).toBe(words.none.reports)
  for (const [id, type, answer] of [
    ['held', 'held', { held: [] }],
    ['people', 'audit', { entries: [] }],
    ['log', 'audit', { entries: [] }],
  ] as const) {
    tab(room, id).click()
    await room.drawn()
    expect(status(room)).toBe(words.loading)
    await room.answer(type, answer)
    expect(status(room)).toBe(words.none[id])
  }
})

test('[MD109] all that somebody wrote is listed, and what is chosen of it deleted', async () => {
  const room = await moderating()
  await room.order('by', itemOf(GUS, 'x'))
  const of = (seq: number, more: object = {}) => message(seq, { user: GUS, room: 'lobby', ...more })
  await room.answer('messages_by', { messages: [of(9), of(8, { deleted: true }), of(7)], next: 7 })
  expect(room.socket.last('messages_by')).toMatchObject({ room: 'lobby', user: GUS.id })
  expect(rows(room).map(text => text?.slice(0, 6))).toEqual(['text 9', 'text 7'])
  await room.press(words.more)
  expect(room.socket.last('messages_by')).toMatchObject({ before: 7 })
  await room.answer('messages_by', { messages: [of(3)] })
  expect(room.find('Delete')?.getAttribute('aria-disabled')).toBe('true')
  await room.press('Delete')
  expect(room.socket.said('delete_message')).toEqual([])
  room.fill('order-all', true)
  expect(room.find('Delete')?.textContent).toBe(words.deleteSelected(3))
  room.fill('order-of-3', false)
  expect(room.shown.one<HTMLInputElement>('#order-all').checked).toBe(false)
  await room.press('Delete 2')
  expect(room.socket.last('delete_message')).toMatchObject({ messageId: 'm9' })
  await room.answer('delete_message', { room: 'lobby', seq: 10, target: 9, duplicate: false })
  expect(room.socket.last('delete_message')).toMatchObject({ messageId: 'm7' })
  room.socket.refuse('delete_message', 'not_found', { message: 'Gone.' })
  await room.drawn()
  expect([status(room), rows(room).length]).toEqual(['Gone.', 2])
  await room.press(words.back)
  expect(room.dialog()).toBeUndefined()
})

test('[MD110] who keeps order acts on everybody in the list of people but themselves, guests as well', async () => {
  const room = await moderating()
  for (const user of [ME, BEA, GUS]) {
    const row = document.createElement('li')
    row.setAttribute('part', 'person')
    row.setAttribute('data-user', user.id)
    room.shown.one('[part=people] ul').append(row)
  }
  await room.drawn()
  await room.drawn()
  const labels = room.shown.all('[part=person] button').map(each => each.getAttribute('aria-label'))
  expect(labels).toEqual([words.people('Bea'), words.people('Gus')])
  await room.press(words.people('Gus'))
  await room.answer('audit', {
    entries: [{ at: START, by: ME, action: 'sanction', target: { user: GUS, kind: 'mute' } }],
  })
  expect(rows(room)[0]).toContain(words.states.mute)
  await room.press(`${words.kinds.kick}…`)
  await room.submit()
  expect(room.socket.last('sanction')).toMatchObject({ user: GUS.id, kind: 'kick', forMs: MINUTE })
  await room.answer('sanction', { until: START + MINUTE, duplicate: false })
  expect(room.find(words.by('Gus'))).toBeDefined()
  await room.press(words.by('Gus'))
  await room.answer('messages_by', { messages: [] })
  expect(status(room)).toBe(words.byNone)
  await room.press(words.back)
  expect(room.find(words.by('Gus'))).toBeDefined()
})
