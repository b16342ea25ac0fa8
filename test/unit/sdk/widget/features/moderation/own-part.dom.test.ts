import { afterEach, expect, test, vi } from 'vitest'
import { words } from '../../../../../../sdk/widget/features/moderation/words.ts'
import { orderRoom } from '../../../../../support/order-room.ts'

afterEach(() => vi.unstubAllGlobals())

const MINUTE = 60_000
/** Of the clock of the harness. */
const START = 1_700_000_000_000
const after = (minutes: number) => START + minutes * MINUTE
type Room = Awaited<ReturnType<typeof orderRoom>>
const notice = ({ shown }: Room) => shown.part('sanction')?.textContent ?? ''
const rows = ({ shown }: Room) => shown.all('[part=held] [role=listitem]').map(each => each.textContent)
const held = (hold: string, text: string) => ({ hold, cid: hold, text, at: 0 })

test('[MD90] who was muted reads above the composer why and until when, with the minutes that are left, also after a reload', async () => {
  const room = await orderRoom({ fields: { sanctions: [{ kind: 'mute', until: after(90), reason: 'Shouting' }] } })
  expect(room.shown.part('composer')?.previousElementSibling).toBe(room.shown.part('sanction'))
  expect(notice(room)).toMatch(/^You cannot write here until .*\d\d:\d\d\.Reason: ShoutingAppeal/)
  expect(room.said.filter(text => text.startsWith('You cannot write here'))).toHaveLength(1)
  await room.clock.run(81 * MINUTE)
  expect(notice(room)).toContain(', for 9 minutes more.')
  await room.clock.run(8 * MINUTE)
  expect(notice(room)).toContain(', for 1 minute more.')
  await room.clock.run(MINUTE)
  expect(notice(room)).toBe('')
})

test('[MD90] it is gone as soon as it is lifted, and of several the hardest is said', async () => {
  const room = await orderRoom()
  expect(notice(room)).toBe('')
  await room.hear({ type: 'sanction', room: 'lobby', kind: 'warn', until: after(1) })
  expect(notice(room)).toContain(words.laidOnYou.warn)
  await room.hear({ type: 'sanction', room: 'lobby', kind: 'mute' })
  expect(notice(room)).toContain(`${words.laidOnYou.mute} ${words.forGood}.`)
  await room.hear({ type: 'sanction', room: 'lobby', kind: 'mute', lifted: true })
  expect(notice(room)).toContain(words.laidOnYou.warn)
})

test('[MD91] a warning is announced, is there until it is read, and stays away then', async () => {
  const room = await orderRoom({ fields: { sanctions: [{ kind: 'warn', until: after(5), reason: 'Be kind' }] } })
  expect(room.said).toEqual([`${words.laidOnYou.warn} ${words.reason('Be kind')}`])
  expect(room.find(words.appeal)).toBeUndefined()
  await room.press(words.read)
  expect([notice(room), room.note()]).toEqual(['', { warned: after(5) }])
  await room.hear({ type: 'sanction', room: 'lobby', kind: 'warn', until: after(9) })
  expect(notice(room)).toContain(words.laidOnYou.warn)
})

test('[MD92] one asks once to have it lifted, and says why', async () => {
  const room = await orderRoom({ fields: { sanctions: [{ kind: 'mute', until: after(30) }] } })
  await room.press(words.appeal)
  await room.submit()
  expect(room.dialog()?.textContent).toContain(words.appealNone)
  expect(room.socket.said('appeal')).toEqual([])
  room.fill('appeal-note', '  I was quoting.  ')
  await room.submit()
  expect(room.socket.last('appeal')).toMatchObject({ room: 'lobby', kind: 'mute', note: 'I was quoting.' })
  room.socket.refuse('appeal', 'rate_limited')
  await room.drawn()
  expect(room.dialog()?.querySelector('[role=alert]')?.textContent).toBe('rate_limited.')
  await room.submit()
  await room.answer('appeal', { report: 'r1', duplicate: false })
  expect([room.dialog()?.textContent?.includes(words.appealed), room.said.at(-1)]).toEqual([true, words.appealed])
  await room.press(words.done)
  expect(room.dialog()).toBeUndefined()
  expect(room.find(words.appeal)).toBeUndefined()
})

test('[MD93] own messages that wait stand behind the log, and are taken back there', async () => {
  const room = await orderRoom({ fields: { held: [held('h1', 'one'), held('h2', 'two')] } })
  expect(room.shown.part('log')?.nextElementSibling).toBe(room.shown.part('held'))
  expect(rows(room)).toEqual([`one${words.waits}${words.withdraw}`, `two${words.waits}${words.withdraw}`])
  await room.press(words.withdraw)
  expect(room.socket.last('withdraw')).toMatchObject({ room: 'lobby', hold: 'h1' })
  await room.answer('withdraw')
  expect(room.said).toContain(words.withdrawn)
  await room.hear({ type: 'held', room: 'lobby', hold: 'h1', outcome: 'withdrawn' })
  expect(rows(room)).toHaveLength(1)
})

test('[MD93] a message that is held as it is sent is one of them, and no message on its way', async () => {
  const room = await orderRoom()
  room.store.dispatch({ type: 'send', text: 'hello' })
  await room.drawn()
  expect(room.store.view.log.items.filter(({ kind }) => kind === 'message')).toHaveLength(1)
  await room.answer('send_message', { room: 'lobby', held: 'h9', sentAt: 0, duplicate: false })
  expect(room.store.view.log.items.filter(({ kind }) => kind === 'message')).toEqual([])
  expect(rows(room)).toEqual([`hello${words.waits}${words.withdraw}`])
})

test('[MD94] one that is let in is said so and goes; one that is not stays with its text, for the composer', async () => {
  const room = await orderRoom({ fields: { held: [held('h1', 'one'), held('h2', 'two'), held('h3', 'three')] } })
  await room.hear({ type: 'held', room: 'lobby', hold: 'h1', outcome: 'approved' })
  expect([room.said.at(-1), rows(room).length]).toEqual([words.approved, 2])
  await room.hear({ type: 'held', room: 'lobby', hold: 'h2', outcome: 'rejected' })
  await room.hear({ type: 'held', room: 'lobby', hold: 'h3', outcome: 'rejected' })
  expect(room.said.at(-1)).toBe(words.rejected)
  expect(rows(room)).toEqual(['two', 'three'].map(text => `${text}${words.rejected}${words.rewrite}${words.forget}`))
  const field = room.shown.one<HTMLTextAreaElement>('[part=textarea]')
  const typed = vi.fn()
  field.addEventListener('input', typed)
  await room.press(words.rewrite)
  expect([field.value, typed.mock.calls.length, room.shown.root.activeElement]).toEqual(['two', 1, field])
  await room.press(words.forget)
  expect([rows(room), room.shown.part('held')]).toEqual([[], undefined])
})

test('[MD95] who is banned reads why and until when in the place of the room, and asks there to have it lifted', async () => {
  const room = await orderRoom({ screen: 'own-banned-bare' })
  await room.hear(
    { type: 'sanction', room: 'lobby', kind: 'ban', until: after(90), reason: 'Spam' },
    { type: 'removed', room: 'lobby', code: 'banned', reason: 'Spam' },
  )
  const out = () => room.shown.part('put-out')
  expect(out()?.querySelector('p')?.textContent).toMatch(
    /^You are banned from this room until .*\d\d:\d\d\.\nReason: Spam$/,
  )
  expect(room.shown.one('[part=blocked] > p').hidden).toBe(true)
  await room.press(words.appeal)
  room.fill('appeal-note', 'Why me?')
  await room.submit()
  expect(room.socket.last('appeal')).toMatchObject({ kind: 'ban', note: 'Why me?' })
  await room.answer('appeal', { report: 'r1', duplicate: false })
  await room.press(words.done)
  expect(room.find(words.appeal)).toBeUndefined()
})

test('[MD95] who comes anew is told by the refusal until when, and joins again once it is over', async () => {
  const room = await orderRoom({ screen: 'own-banned-bare', refused: 'banned', fields: { retryAfterMs: 16_000 } })
  const out = () => room.shown.one('[part=put-out] p').textContent
  expect(out()).toMatch(/^You are out until .*\d\d:\d\d\.$/)
  expect(room.find(words.comeBack)).toBeUndefined()
  expect(room.find(words.appeal)).toBeDefined()
  await room.clock.run(16_000)
  expect([out(), room.find(words.appeal)]).toEqual([words.over, undefined])
  const before = room.socket.said('join').length
  await room.press(words.comeBack)
  expect(room.socket.said('join').length).toBe(before + 1)
})

test('[MD96] who is kicked is told when they can come back, and comes back by themselves; nothing is appealed', async () => {
  const room = await orderRoom({ screen: 'own-banned-bare' })
  await room.hear(
    { type: 'sanction', room: 'lobby', kind: 'kick', until: after(1) },
    { type: 'removed', room: 'lobby', code: 'kicked' },
  )
  const out = () => room.shown.one('[part=put-out] p').textContent
  expect(out()).toMatch(/^A moderator removed you from this room\.\nYou can come back at .*\d\d:\d\d\.$/)
  expect([room.find(words.appeal), room.find(words.comeBack)]).toEqual([undefined, undefined])
  await room.hear({ type: 'sanction', room: 'lobby', kind: 'kick', lifted: true })
  expect(out()).toBe(words.over)
  await room.press(words.comeBack)
  expect(room.socket.last('join')).toMatchObject({ room: 'lobby' })
})

test('[MD97] stopped, nothing of it is left on the screen', async () => {
  const sanctions = [{ kind: 'mute', until: after(30) }]
  const room = await orderRoom({ fields: { sanctions, held: [held('h1', 'one')] } })
  await room.press(words.appeal)
  room.part.stop()
  expect([room.dialog(), room.shown.part('sanction'), room.shown.part('held')]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})
