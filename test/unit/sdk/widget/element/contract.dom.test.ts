import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { glyphs } from '../../../../../scripts/emoji-data.mjs'
import { ChatWidgetElement } from '../../../../../sdk/widget/element/chat-widget-element.ts'
import {
  type AttributeEntry,
  CONTRACT,
  type StyleEntry,
  type TypedEntry,
} from '../../../../../sdk/widget/element/contract.ts'
import { Completions } from '../../../../../sdk/widget/features/completion/completion.ts'
import { offer } from '../../../../../sdk/widget/features/completion/offer.ts'
import { openBook } from '../../../../../sdk/widget/features/emoji/book.ts'
import { openEmoji } from '../../../../../sdk/widget/features/emoji/open-emoji.ts'
import { openPicker } from '../../../../../sdk/widget/features/emoji/picker.ts'
import { showRooms } from '../../../../../sdk/widget/features/rooms/list-sheet.ts'
import { showSwitcher } from '../../../../../sdk/widget/features/rooms/switcher.ts'
import { openSheet } from '../../../../../sdk/widget/features/sheet/sheet.ts'
import { cssText as chatCss } from '../../../../../sdk/widget/styles/chat-screen.css.ts'
import { cssText as laterCss } from '../../../../../sdk/widget/styles/later.css.ts'
import { cssText as widgetCss } from '../../../../../sdk/widget/styles/widget.css.ts'
import { emojiHost } from '../../../../support/gallery/emoji-host.ts'
import { mount } from '../../../../support/gallery/mount.ts'
import { STATES, type StateName } from '../../../../support/gallery/states.ts'

ChatWidgetElement.define()

const cssText = widgetCss + chatCss + laterCss
const attributes: [string, AttributeEntry][] = Object.entries(CONTRACT.attributes)
const own = attributes.filter(([name]) => name !== 'lang')
const members = Object.getOwnPropertyDescriptors(ChatWidgetElement.prototype)
const read = (element: HTMLElement, name: string) => (element as unknown as Record<string, unknown>)[name]
const make = () => document.createElement('chat-widget')
/** A chat whose reader looks at the list of their rooms. */
function withRooms() {
  const shown = mount('busy')
  const row = { room: 'news', title: '#news', peer: undefined, invited: false, shown: false }
  const rows = [{ ...row, unread: 1, mentions: 0, last: undefined }]
  showSwitcher(shown.one('[part=header]'), 1, () => {})
  const sheet = openSheet(shown.one('[part=panel]'), () => {})
  const acts = { now: () => 0, lang: () => 'en', go() {}, answer: async () => {}, about() {}, create: undefined }
  showRooms(sheet, { rows, error: undefined, loading: false }, acts)
  return shown
}
/** A chat whose reader picks an emoji. */
function withEmoji() {
  const shown = mount('busy')
  const host = emojiHost(shown)
  const box = shown.one('[part=chat]')
  openEmoji(host).look()
  const acts = { pick() {}, closed() {}, onDeviceBack: () => () => {} }
  openPicker(host, openBook(host, glyphs()), box, { ...acts, anchor: box, title: 'Emoji', chosen: [] })
  return shown
}
/** Somebody names a person. */
function withList() {
  const shown = mount('busy')
  const completions = new Completions()
  const entries = [{ key: 'u2', label: 'Grace' }]
  completions.register({ trigger: '@', label: 'People', query: /^/, find: () => entries, insert: () => '' })
  const field = shown.one<HTMLTextAreaElement>('[part=textarea]')
  offer({ field, box: shown.one('[part=chat]'), completions, say() {} })
  field.focus()
  field.value = '@'
  field.setSelectionRange(1, 1)
  field.dispatchEvent(new Event('input', { bubbles: true }))
  return shown
}
const shown = (selector: string, of: (node: HTMLElement) => readonly string[]) => {
  const states = Object.keys(STATES) as StateName[]
  const all = [...states.map(name => mount(name)), withList(), withRooms(), withEmoji()]
  return [...new Set(all.flatMap(each => each.all(selector).flatMap(of)))].sort()
}

test('[WG100] the element observes the attributes of its contract, and no others', () => {
  expect([...ChatWidgetElement.observedAttributes].sort()).toEqual(Object.keys(CONTRACT.attributes).sort())
})

test('[WG100] its class has the properties and methods of the contract, and no others', () => {
  const lifecycle = ['constructor', 'connectedCallback', 'disconnectedCallback', 'connectedMoveCallback']
  const hidden = [...lifecycle, 'attributeChangedCallback', 'adoptedCallback']
  const wanted = [
    ...own.map(([name, { property = name }]) => property),
    ...Object.keys(CONTRACT.properties),
    ...Object.keys(CONTRACT.methods),
  ]
  const has = Object.keys(members).filter(name => !hidden.includes(name))
  expect(has.sort()).toEqual(wanted.sort())
  for (const name of Object.keys(CONTRACT.methods)) expect(typeof members[name]?.value, name).toBe('function')
  for (const [name, { writable }] of Object.entries<TypedEntry>(CONTRACT.properties)) {
    expect(typeof members[name]?.get, name).toBe('function')
    expect(typeof members[name]?.set, name).toBe(writable ? 'function' : 'undefined')
  }
})

test.each(own)('[WG100] the attribute %s and its property are one, with the default of the contract', (name, entry) => {
  const element = make()
  const { values, flag, property = name, default: fallback = values?.[0] ?? '' } = entry
  expect(read(element, property)).toBe(flag ? false : fallback)
  for (const value of flag ? [true, false] : (values ?? ['some text'])) {
    Object.assign(element, { [property]: value })
    expect(element.getAttribute(name)).toBe(flag ? (value ? '' : null) : value)
    expect(read(element, property)).toBe(value)
  }
  element.setAttribute(name, 'x-no-such-value')
  expect(read(element, property)).toBe(flag ? true : values ? fallback : 'x-no-such-value')
  element.setAttribute(name, '')
  expect(read(element, property)).toBe(flag ? true : fallback)
})

test('[TH11] the custom properties of the contract are those of the styles', () => {
  const used = new Set(cssText.match(/--chat-[a-z-]+/g))
  for (const name of CONTRACT.own) expect(used.delete(name), name).toBe(true)
  expect(Object.keys(CONTRACT.styles).sort()).toEqual([...used].sort())
})

test('[TH11] defaults are those of the styles', () => {
  const entries: [string, StyleEntry][] = Object.entries(CONTRACT.styles)
  const exact = entries.filter(([, entry]) => entry.default)
  expect(exact.length).toBeGreaterThan(9)
  for (const [name, entry] of exact) expect(cssText).toContain(`var(${name}, ${entry.default})`)
  for (const [name, entry] of entries) expect(Boolean(entry.default) !== Boolean(entry.follows), name).toBe(true)
})

/** The names of parts that the sources of features write; that they are there is seen in the tests of each. */
function written(): string[] {
  const folder = path.join(import.meta.dirname, '../../../../../sdk/widget/features')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))
  const sources = files.map(name => readFileSync(path.join(folder, name), 'utf8'))
  return sources.flatMap(text =>
    [...text.matchAll(/\bpart: '([a-z -]+)'/g)].flatMap(([, names = '']) => names.split(' ')),
  )
}

test('[TH12] the parts of the contract are those that the shadow root has in some state, or a feature writes', () => {
  const names = Object.keys(CONTRACT.parts).flatMap(row => row.split(' '))
  const has = shown('[part]', node => node.getAttribute('part')?.split(' ') ?? [])
  // of a message that names somebody
  expect([...new Set([...has, ...written(), 'mention'])].sort()).toEqual(names.sort())
})

test('[TH12] the slots of the contract are those that the shadow root has in some state', () => {
  expect(shown('slot', node => [(node as HTMLSlotElement).name])).toEqual(Object.keys(CONTRACT.slots).sort())
})
