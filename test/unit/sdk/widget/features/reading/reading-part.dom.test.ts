import { expect, test, vi } from 'vitest'
import type { RoomStore } from '../../../../../../sdk/store/room-store.ts'
import type { LogItem, ViewModel } from '../../../../../../sdk/store/view-model.ts'
import { openReading } from '../../../../../../sdk/widget/features/reading/reading-part.ts'
import { firstBehind } from '../../../../../../sdk/widget/features/reading/unread-line.ts'
import { words as wordsIn } from '../../../../../../sdk/widget/features/reading/words.ts'
import type { TalkHost } from '../../../../../../sdk/widget/features/talk/talk-host.ts'
import { ada, message } from '../../../../../support/gallery/cast.ts'
import { mount } from '../../../../../support/gallery/mount.ts'
import { STATES } from '../../../../../support/gallery/states.ts'
import { VirtualClock } from '../../../../../support/virtual-clock.ts'

const words = wordsIn('en')
const items = (count: number): LogItem[] =>
  Array.from({ length: count }, (_, i) => message(ada, i + 1, `text ${i + 1}`, { seq: i + 1 } as object))

/** A room whose reader stood at `since` when they came. */
function open({ since = undefined as number | undefined, count = 0, log = items(5), older = 'none' } = {}) {
  const state = () => ({ ...STATES.busy, log: { ...STATES.busy.log, items: log, older } }) as (typeof STATES)['busy']
  const shown = mount(state())
  const clock = new VirtualClock()
  const missed = {
    since,
    here: true,
    unreadIn: vi.fn(() => count),
    saw: vi.fn(),
    markUnread: vi.fn(),
    readAll: vi.fn(() => {
      missed.since = undefined
    }),
  }
  const said: string[] = []
  const host = {
    root: shown.root,
    clock,
    lang: () => 'en',
    shown: () => store,
    view: () => state() as unknown as ViewModel,
    refs: () => shown.shell.chat,
    chrome: () => state().chrome,
    missed,
    say: (text: string) => said.push(text),
    emit: shown.emit,
  } as unknown as TalkHost
  const store = { room: { name: 'lobby' }, view: state() } as unknown as RoomStore
  const part = openReading(host)
  part.look()
  const line = () => shown.all('[role=separator]')[0]
  const pill = () => shown.part('unread-pill')
  return { ...shown, part, missed, said, line, pill, store, draw: () => shown.shell.update(state()) }
}

test('[RD5] the menu of a message offers to mark it unread, as long as reading is open', () => {
  const { part, missed, said, shell } = open()
  const offers = () => (shell.chat?.entries ?? []).map(offer => offer(message(ada, 1, 'hers', { seq: 4 } as object)))
  part.look()
  const [offered, ...more] = offers()
  expect([offered?.text, more]).toEqual([words.markUnread, []])
  offered?.press()
  expect(missed.markUnread).toHaveBeenCalledExactlyOnceWith(4)
  expect(said).toEqual([words.markedUnread])
  part.stop()
  expect(offers()).toEqual([])
})

test('[RD10] a line with words stands above the first message of others that is new; no arrow key stops at it', () => {
  const { line } = open({ since: 3, count: 2 })
  expect(line()?.getAttribute('aria-label')).toBe(words.lineSays)
  expect(line()?.nextElementSibling?.textContent).toContain('text 4')
  expect([line()?.dataset['key'], line()?.tabIndex]).toEqual([undefined, -1])
})

test('[RD10] it stays where it is while rows come and are drawn anew, and is gone at the next visit', () => {
  const { line, part, missed, draw } = open({ since: 2, count: 3 })
  missed.unreadIn.mockReturnValue(0)
  draw()
  part.look()
  expect(line()?.nextElementSibling?.textContent).toContain('text 3')
  expect(line()?.previousElementSibling?.textContent).toContain('text 2')
  missed.since = undefined
  part.look()
  expect(line()).toBeUndefined()
})

test('[RD10] own messages and deleted ones are not what is new, and what is not loaded has no line', () => {
  const log = items(6) as (LogItem & { own: boolean; deleted: boolean })[]
  Object.assign(log[3] as object, { own: true })
  Object.assign(log[4] as object, { deleted: true })
  expect(firstBehind({ items: log, older: 'none', newer: 'none', ready: true }, 3)).toBe(6)
  expect(firstBehind({ items: log.slice(4), older: 'more', newer: 'none', ready: true }, 2)).toBeUndefined()
  expect(firstBehind({ items: log.slice(2), older: 'more', newer: 'none', ready: true }, 2)).toBe(3)
})

test('[RD11] a pill says how many are new since when; its presses lead to the line, and mark all as read, as Escape does', () => {
  const { pill, emit, missed, said, line } = open({ since: 3, count: 2 })
  expect(pill()?.textContent).toMatch(/^2 new messages since \d/)
  const [jump, away] = [...(pill()?.querySelectorAll('button') ?? [])]
  jump?.click()
  expect(emit.mock.calls.map(([intent]) => intent)).toContainEqual({ type: 'show', seq: 4 })
  expect(away?.getAttribute('aria-label')).toBe(words.markRead)
  away?.click()
  expect([missed.readAll.mock.calls.length, line(), said]).toEqual([1, undefined, [words.allRead]])
  const other = open({ since: 3, count: 2 })
  other.pill()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
  expect(other.missed.readAll).toHaveBeenCalledOnce()
})

test('[RD11] what is further up than the log is loaded on the way to the line', () => {
  const { pill, emit } = open({ since: 1, count: 99, log: items(6).slice(3), older: 'more' })
  expect(pill()?.textContent).toMatch(/^99 new messages$/)
  pill()?.querySelector('button')?.click()
  expect(emit.mock.calls.map(([intent]) => intent)).toContainEqual({ type: 'older' })
})
