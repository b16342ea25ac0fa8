import { expect, test, vi } from 'vitest'
import type { RoomEvents } from '../../../../../../sdk/client/types.ts'
import type { Message } from '../../../../../../sdk/protocol/records.ts'
import type { PinsHost } from '../../../../../../sdk/widget/features/pins/pins-host.ts'
import { createPins } from '../../../../../../sdk/widget/features/pins/pins-part.ts'
import { pinWords } from '../../../../../../sdk/widget/features/pins/words.ts'
import type { Note } from '../../../../../../sdk/widget/kept/notes.ts'
import { ada, me, message } from '../../../../../support/gallery/cast.ts'
import { mount } from '../../../../../support/gallery/mount.ts'
import { STATES } from '../../../../../support/gallery/states.ts'
import { VirtualClock } from '../../../../../support/virtual-clock.ts'

const words = pinWords('en-GB')
const settle = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve()
}
const said = (id: string, more: Partial<Message> = {}): Message => ({
  room: 'lobby',
  seq: Number(id.slice(1)),
  id,
  cid: id,
  user: ada,
  text: `text of ${id}`,
  sentAt: 0,
  pinned: true,
  ...more,
})

/** A chat whose room has these pins, newest first; what the server knows of them beside. */
function chat(pins: string[], server = new Map(pins.map(id => [id, said(id)]))) {
  const clock = new VirtualClock()
  const item = message(ada, 0, 'in sight', { id: 'm1', pinned: true })
  const state = { ...STATES.busy, log: { ...STATES.busy.log, items: [item] } }
  const shown = mount(state)
  const heard = new Map<string, (value: never) => void>()
  const asked: (readonly string[])[] = []
  const pinned: [id: string, on: boolean][] = []
  let fails = 0
  const room = {
    name: 'lobby',
    pins: pins as readonly string[],
    message: () => undefined,
    async history({ ids }: { ids: readonly string[] }) {
      asked.push(ids)
      if (fails-- > 0) throw new Error('no connection')
      return { messages: ids.flatMap(id => server.get(id) ?? []), more: false }
    },
    on(type: string, listener: (value: never) => void) {
      heard.set(type, listener)
      return () => heard.delete(type)
    },
    pin: (id: string, on: boolean) => pinned.push([id, on]),
  }
  const view = { ...state, rights: { role: 'owner', can: new Set(['pin']) } }
  const store = { room, view }
  let note: Note = {}
  const say = vi.fn()
  const host = {
    root: shown.root,
    clock,
    lang: () => 'en-GB',
    client: () => ({ user: me }),
    shown: () => store,
    view: () => view,
    refs: () => shown.shell.chat,
    note: () => note,
    keep: (change: Note) => {
      note = { ...note, ...change }
    },
    draw: () => queueMicrotask(part.look),
    closed: () => {},
    say,
    emit: shown.emit,
  } as unknown as PinsHost
  const part: ReturnType<typeof createPins> = { look: () => made?.look(), stop: () => made?.stop() }
  const made = createPins(host, [])
  const tell = <K extends keyof RoomEvents>(type: K, value: RoomEvents[K]) => heard.get(type)?.(value as never)
  const setPins = (now: string[]) => {
    room.pins = now
    tell('pins', now)
  }
  const bar = () => shown.part('pin')?.textContent
  const failNext = (count: number) => {
    fails = count
  }
  return { ...shown, clock, part, asked, pinned, setPins, tell, bar, say, server, failNext, view }
}

test('[PI2] pins that are hidden stay so while some go, and are shown once something else is pinned', async () => {
  const { part, bar, button, setPins, server } = chat(['m3', 'm2', 'm1'])
  part.look()
  await settle()
  expect(bar()).toBe(`${words.one}1 of 3, ${ada.name}: text of m3`)
  button(words.close).click()
  expect(bar()).toBe(undefined)
  setPins(['m2', 'm1'])
  await settle()
  expect(bar()).toBe(undefined)
  server.set('m4', said('m4'))
  setPins(['m4', 'm2', 'm1'])
  await settle()
  expect(bar()).toContain('text of m4')
  setPins([])
  await settle()
  expect(bar()).toBe(undefined)
})

test('[PI3] pins far from what is loaded are asked for together, again where that fails; what is gone is not shown', async () => {
  const { part, bar, asked, clock, failNext, server } = chat(['m3', 'm2', 'm1'])
  server.delete('m3')
  server.set('m2', said('m2', { deleted: true, text: '' }))
  failNext(1)
  part.look()
  await settle()
  expect([bar(), asked]).toEqual([undefined, [['m3', 'm2', 'm1']]])
  await clock.run(6_000)
  await settle()
  expect([bar(), asked.length]).toEqual([`${words.one}, ${ada.name}: text of m1`, 2])
  // nothing that is gone is asked for again
  part.look()
  await clock.run(60_000)
  expect(asked.length).toBe(2)
})

test('[PI3] what happens to a pinned message is seen in the bar, and told where it is pinned', async () => {
  const { part, bar, tell, say, setPins } = chat(['m2', 'm1'])
  part.look()
  await settle()
  const event = { room: 'lobby', id: 'e', cid: 'e', user: ada, sentAt: 1, messageId: 'm2', target: 2 }
  tell('event', { event: { ...event, type: 'message_edited', seq: 9, text: 'another\ntext' }, live: true })
  await settle()
  expect(bar()).toBe(`${words.one}1 of 2, ${ada.name}: another`)
  tell('event', { event: { ...event, type: 'message_pinned', seq: 10, on: true, messageId: 'm1' }, live: true })
  tell('event', { event: { ...event, type: 'message_pinned', seq: 11, on: false, user: me }, live: true })
  tell('event', { event: { ...event, type: 'message_pinned', seq: 12, on: true, messageId: 'm1' }, live: false })
  const texts = say.mock.calls.map(([text]) => text.replace(/[\u2066-\u2069]/g, ''))
  expect(texts).toEqual([words.pinnedBy(ada.name, 'text of m1'), words.unpinned])
  tell('event', { event: { ...event, type: 'message_deleted', seq: 13, by: 'author' }, live: true })
  setPins(['m1'])
  await settle()
  expect(bar()).toBe(`${words.one}, ${ada.name}: text of m1`)
})

test('[PI3] a row that is pinned is marked, and says who pinned it, as long as that is so', async () => {
  const { part, all, tell, one, view } = chat(['m1'])
  part.look()
  await settle()
  expect(one('[part=pin-mark]').getAttribute('aria-description')).toBe(words.mark)
  const event = { room: 'lobby', id: 'e', cid: 'e', user: ada, sentAt: 1, messageId: 'm1', target: 1 }
  tell('event', { event: { ...event, type: 'message_pinned', seq: 10, on: true }, live: true })
  part.look()
  expect(one('[part=pin-mark]').getAttribute('aria-description')).toBe(words.markedBy(ada.name))
  expect(one('[part~=message]').getAttribute('aria-description')).toBe(words.markedBy(ada.name))
  Object.assign(view, { log: { ...view.log, items: [] } })
  part.look()
  expect(all('[part=pin-mark]')).toEqual([])
  expect(one('[part~=message]').hasAttribute('aria-description')).toBe(false)
})

test('[PI3] who may pin has an entry for it in the menu of a message', async () => {
  const { part, shell, pinned, view } = chat(['m1'])
  part.look()
  const [offer] = shell.chat?.entries ?? []
  const offered = (more: object) => offer?.(message(ada, 0, 'x', { id: 'm7', ...more }))
  expect([offered({})?.text, offered({ pinned: true })?.text]).toEqual([words.pin, words.unpin])
  offered({})?.press()
  offered({ pinned: true })?.press()
  expect(pinned).toEqual([
    ['m7', true],
    ['m7', false],
  ])
  Object.assign(view, { rights: { role: 'user', can: new Set(['send']) } })
  expect(offered({})).toBe(undefined)
  part.stop()
  expect(shell.chat?.entries).toEqual([])
})
