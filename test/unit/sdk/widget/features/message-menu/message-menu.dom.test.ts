import { expect, test, vi } from 'vitest'
import type { Action } from '../../../../../../sdk/protocol/policy.ts'
import type { MessageItem } from '../../../../../../sdk/store/view-model.ts'
import { openMessageMenu } from '../../../../../../sdk/widget/features/message-menu/message-menu.ts'
import { createPurpose } from '../../../../../../sdk/widget/features/message-menu/purpose.ts'
import { words } from '../../../../../../sdk/widget/features/message-menu/words.ts'
import { ada, me, message } from '../../../../../support/gallery/cast.ts'
import { mount, strings } from '../../../../../support/gallery/mount.ts'
import { STATES } from '../../../../../support/gallery/states.ts'

const mine = message(me, 0, 'mine', { reactions: [{ emoji: '🎉', count: 1, me: true, users: [me] }] })
const hers = message(ada, 1, 'hers')

function open(item: MessageItem, can?: ReadonlySet<Action>) {
  const shown = mount({ ...STATES.busy, log: { ...STATES.busy.log, items: [mine, hers] } })
  const { chat } = shown.shell
  const row = chat?.rowOf(item.seq)
  if (!chat || !row) throw new Error('no row')
  const closed = vi.fn()
  row.focus()
  const menu = openMessageMenu({ ...chat, strings, emit: shown.emit, row, item, can, closed })
  shown.emit.mockClear()
  const entries = () => shown.all('[role=menu] button')
  const press = (key: string) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
    shown.root.activeElement?.dispatchEvent(event)
    return event.defaultPrevented
  }
  return { ...shown, row, menu, closed, entries, press, said: () => shown.emit.mock.calls.map(([intent]) => intent) }
}
const EMOJI = ['👍', '❤️', '😂', '😮', '😢', '🎉']

test('[VW198] a menu has what applies: reply, react and copy for all, edit and delete for one’s own', () => {
  const texts = (item: MessageItem) =>
    open(item)
      .entries()
      .map(entry => entry.textContent)
  expect(texts(hers)).toEqual([...EMOJI, words.reply, words.copy])
  expect(texts(mine)).toEqual([...EMOJI, words.reply, words.edit, words.copy, words.remove])
})

test('[VW198] each entry asks for its own and closes the menu; an own reaction is taken back', () => {
  for (const [entry, intent] of [
    [words.reply, { type: 'compose', writing: { as: 'reply', item: mine, purpose: createPurpose } }],
    [words.edit, { type: 'compose', writing: { as: 'edit', item: mine, purpose: createPurpose } }],
    ['👍', { type: 'react', messageId: mine.id, emoji: '👍', on: true }],
    ['🎉', { type: 'react', messageId: mine.id, emoji: '🎉', on: false }],
  ] as const) {
    const { entries, said, closed, all } = open(mine)
    entries()
      .find(each => each.textContent === entry)
      ?.click()
    expect([said(), closed.mock.calls.length, all('[role=menu]')]).toEqual([[intent], 1, []])
  }
  const checked = open(mine).all('[aria-checked=true]')
  expect(checked.map(each => each.textContent)).toEqual(['🎉'])
})

test('[VW198] a menu that stays open acts on its message as it stands by then', () => {
  const { menu, entries, said } = open(mine)
  const edited = { ...mine, text: 'what it says now', rev: 99 }
  menu.update(edited)
  entries()
    .find(each => each.textContent === words.edit)
    ?.click()
  expect(said()).toMatchObject([{ type: 'compose', writing: { as: 'edit', item: edited } }])
})

test('[VW198] a deletion is asked about once, with the focus on keeping', () => {
  const { entries, root, said, row } = open(mine)
  entries().at(-1)?.click()
  expect(entries().map(entry => entry.textContent)).toEqual([words.keep, words.remove])
  expect(root.activeElement?.textContent).toBe(words.keep)
  expect(said()).toEqual([])
  entries().at(-1)?.click()
  expect(said()).toEqual([{ type: 'delete', messageId: mine.id }])
  expect(root.activeElement).toBe(row)
})

test('[VW198] a copied text is on the clipboard, by either way of a browser, and that is said', async () => {
  const copy = async () => {
    const { entries, emit } = open(hers)
    entries().at(-1)?.click()
    await vi.waitFor(() => expect(emit).toHaveBeenCalled())
    return emit.mock.calls[0]?.[0]
  }
  const writeText = vi.fn(async (_text: string) => {})
  vi.stubGlobal('navigator', { clipboard: { writeText } })
  expect(await copy()).toEqual({ type: 'say', text: words.copied })
  expect(writeText.mock.calls).toEqual([['hers']])
  vi.stubGlobal('navigator', {})
  for (const done of [true, false]) {
    document.execCommand = () => done
    expect(await copy()).toEqual({ type: 'say', text: done ? words.copied : words.notCopied })
  }
  vi.unstubAllGlobals()
})

test('[AX190] arrows, Home and End go round the menu; Escape and Tab close it and give the focus back', () => {
  const { root, press, entries, row, closed } = open(mine)
  const at = () => entries().indexOf(root.activeElement as HTMLElement)
  expect(at()).toBe(0)
  const keys = ['ArrowRight', 'ArrowDown', 'ArrowUp', 'Home', 'ArrowLeft', 'ArrowDown', 'End']
  const places = keys.map(key => [press(key), at()])
  expect(places.map(([, place]) => place)).toEqual([1, 2, 1, 0, 9, 0, 9])
  expect(places.every(([taken]) => taken)).toBe(true)
  press('Home')
  // Reply, React is no entry, Edit, Copy, Delete: each letter goes round what begins with it
  for (const [letter, word] of [
    ['e', words.edit],
    ['C', words.copy],
    ['d', words.remove],
    ['q', words.remove],
  ] as const)
    expect([press(letter), (root.activeElement as HTMLElement).textContent]).toEqual([true, word])
  expect(press('F1')).toBe(false)
  expect(press('Escape')).toBe(true)
  expect([root.activeElement, closed.mock.calls.length]).toEqual([row, 1])
  const other = open(mine)
  other.press('Tab')
  expect(other.root.activeElement).toBe(other.row)
})

test('[AX190] a press elsewhere closes it; so does the deletion of its message', () => {
  const one = open(hers)
  one.row.dispatchEvent(new Event('pointerdown', { bubbles: true, composed: true }))
  expect([one.closed.mock.calls.length, one.all('[role=menu]')]).toEqual([1, []])
  const two = open(hers)
  two.menu.update({ ...hers, text: 'other' })
  expect(two.closed).not.toHaveBeenCalled()
  two.menu.update({ ...hers, deleted: true })
  expect([two.closed.mock.calls.length, two.root.activeElement]).toEqual([1, two.row])
})

test('[VW225] a menu offers what the reader may; what others wrote is deleted only by who is known to', () => {
  const texts = (item: MessageItem, can?: ReadonlySet<Action>) =>
    open(item, can)
      .entries()
      .map(entry => entry.textContent)
  expect(texts(mine, new Set())).toEqual([words.copy])
  expect(texts(mine, new Set<Action>(['reply', 'delete']))).toEqual([words.reply, words.copy, words.remove])
  expect(texts(hers, new Set<Action>(['edit', 'delete']))).toEqual([words.copy, words.report])
  expect(texts(hers, new Set<Action>(['delete_any']))).toEqual([words.copy, words.remove, words.report])
  expect(texts(hers)).toEqual([...EMOJI, words.reply, words.copy])
})

test('[MD80] what somebody else wrote is reported from its menu, where the server tells what one may', () => {
  const texts = (item: MessageItem, can?: ReadonlySet<Action>) =>
    open(item, can)
      .entries()
      .map(entry => entry.textContent)
  expect(texts(hers, new Set())).toContain(words.report)
  expect(texts(hers)).not.toContain(words.report)
  expect(texts(mine, new Set())).not.toContain(words.report)
})

test('[MD81] who may keep order acts on whoever wrote it from the menu, and sees all that they wrote', () => {
  const can = new Set<Action>(['moderate'])
  const { entries, said } = open(hers, can)
  const acts = entries().map(entry => entry.textContent)
  expect(acts.slice(-5)).toEqual([words.warn, words.mute, words.kick, words.ban, words.by(ada.name)])
  entries().at(-4)?.click()
  expect(said()).toEqual([{ type: 'order', act: 'mute', item: hers }])
  expect(
    open(mine, can)
      .entries()
      .map(entry => entry.textContent),
  ).not.toContain(words.mute)
})
