import { expect, test } from 'vitest'
import { RoomTrail } from '../../../../../../sdk/widget/features/rooms/room-trail.ts'
import { FakeTab } from '../../../../../support/fake-tab.ts'

/** An element whose reader is in `lobby`. */
function open(tab = new FakeTab(), { element = '0', shown = 'lobby' as string | undefined, me = 'a:1' } = {}) {
  const now = { shown, me: me as string | undefined, on: true, element }
  const backs: string[] = []
  const trail = new RoomTrail({
    window: tab,
    isOn: () => now.on,
    element: () => now.element,
    me: () => now.me,
    isMe: user => user === now.me,
    shown: () => now.shown,
    back(room) {
      backs.push(room)
      now.shown = room
    },
  })
  const to = (...rooms: string[]) => {
    for (const room of rooms) {
      trail.to(room)
      now.shown = room
    }
  }
  return { tab, trail, now, backs, to }
}

test('[VW247] Back and Forward go through the rooms in the order in which they were entered, and add no entry', () => {
  const { tab, now, backs, to } = open()
  to('news', 'help', 'lobby')
  expect(tab.entries.length).toBe(4)
  for (const [step, room] of [
    [-1, 'help'],
    [-1, 'news'],
    [-1, 'lobby'],
    [1, 'news'],
    [2, 'lobby'],
    [-2, 'news'],
  ] as const) {
    tab.go(step)
    expect(now.shown).toBe(room)
  }
  expect([tab.entries.length, backs.length]).toEqual([4, 6])
  to('help')
  expect(tab.entries.length, 'what was ahead is gone, as on any page').toBe(3)
})

test('[VW247] what the page keeps in an entry stays there, and an entry of the page changes no room', () => {
  const own = { idx: 3, tree: ['a', { b: 1 }] }
  const { tab, now, backs, to } = open(new FakeTab(own))
  to('news')
  for (const entry of tab.entries) expect(entry).toMatchObject(own)
  tab.history.pushState({ page: 2 }, '')
  to('help')
  expect(tab.state).toMatchObject({ page: 2 })
  tab.history.pushState(null, '')
  tab.go(-1)
  expect(backs).toEqual([])
  tab.history.replaceState({ page: 'without' }, '')
  tab.go(-1)
  expect(now.shown).toBe('news')
  tab.go(1)
  expect(now.shown, 'the page has taken the entry').toBe('news')
})

test('[VW247] a room that is shown already is no step', () => {
  const { tab, backs, to } = open()
  to('lobby')
  expect(tab.entries).toEqual([null])
  to('news')
  tab.history.pushState({ ...(tab.state as object), dialog: true }, '')
  tab.go(-1)
  expect([backs, tab.entries.length]).toEqual([[], 3])
})

test('[VW248] Back changes nothing for another reader, for nobody, in a room that was left for good, or once it has ended', () => {
  const { tab, trail, now, backs, to } = open()
  to('news', 'help')
  now.me = 'a:2'
  tab.go(-1)
  now.me = now.shown = undefined
  tab.go(-1)
  tab.go(2)
  expect(backs).toEqual([])
  Object.assign(now, { me: 'a:1', shown: 'help' })
  trail.instead('lobby')
  now.shown = 'lobby'
  expect(tab.entries.length).toBe(3)
  tab.go(-1)
  tab.go(1)
  expect(backs).toEqual(['news', 'lobby'])
  to('news', 'lobby')
  tab.go(-1)
  trail.instead('lobby')
  now.shown = 'lobby'
  tab.go(-1)
  tab.go(-1)
  expect(now.shown, 'news was left').toBe('lobby')
  to('news', 'help')
  tab.go(-1)
  expect(now.shown, 'and entered again').toBe('news')
  trail.stop()
  tab.go(-1)
  expect(now.shown).toBe('news')
})

test('[VW248] where there is no history, or the page keeps in it what takes no mark, rooms are changed without it', () => {
  const broken = open()
  broken.tab.broken = true
  broken.to('news', 'help')
  broken.trail.instead('lobby')
  broken.tab.go(0)
  broken.trail.resume()
  expect([broken.tab.entries, broken.backs]).toEqual([[null], []])
  for (const state of [7, 'text', [1, 2], new Map(), true]) {
    const { tab, to } = open(new FakeTab(state))
    to('news')
    expect(tab.entries).toEqual([state])
  }
  const off = open()
  off.now.on = false
  off.to('news')
  off.now.on = true
  off.to('help')
  off.now.on = false
  off.tab.go(-1)
  expect([off.tab.entries.length, off.now.shown]).toEqual([2, 'help'])
})

test('[VW248] what else a page has written in the place of a mark is none', () => {
  const { tab, backs, trail } = open()
  const marks = [null, 1, 'news', [], { 0: 'news' }, { 0: { room: 1, user: 'a:1' } }, { 0: { room: 'news' } }]
  for (const mark of [...marks, { 0: { room: 'no such/name', user: 'a:1' } }, Object.create({ 0: { room: 'news' } })]) {
    tab.history.pushState({ 'chat-widget': mark }, '')
    tab.go(0)
    expect(() => trail.to('help')).not.toThrow()
  }
  expect(backs).toEqual([])
})

test('[VW248] two elements of a page go their own ways', () => {
  const tab = new FakeTab()
  const one = open(tab)
  const two = open(tab, { element: '1', shown: 'hall' })
  one.to('news')
  two.to('yard')
  one.to('help')
  tab.go(-1)
  expect([one.now.shown, two.now.shown]).toEqual(['news', 'yard'])
  tab.go(-1)
  expect([one.now.shown, two.now.shown]).toEqual(['news', 'hall'])
  tab.go(-1)
  expect([one.now.shown, two.now.shown]).toEqual(['lobby', 'hall'])
  tab.go(3)
  tab.go(-2)
  expect([one.now.shown, two.now.shown], 'each entry says where both were').toEqual(['news', 'hall'])
})

test('[VW249] after a reload the room of the entry is shown, once somebody is there, and once', () => {
  const { tab, to } = open()
  to('news')
  const again = open(tab, { shown: undefined })
  again.trail.resume()
  again.now.shown = 'lobby'
  again.trail.resume()
  expect([again.backs, tab.entries.length]).toEqual([['news'], 2])
  again.now.shown = 'lobby'
  again.trail.resume()
  expect(again.backs, 'whoever went elsewhere stays there').toEqual(['news'])
  const other = open(tab, { me: 'a:2' })
  other.trail.resume()
  expect(other.backs).toEqual([])
})
