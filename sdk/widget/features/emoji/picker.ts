import { focusedIn, listen, undoAll, watchSize } from '../../behaviors/behavior.ts'
import { trapFocus } from '../../behaviors/focus-trap.ts'
import { adopt } from '../../styles/sheet.ts'
import { CLOCK } from '../../views/chat-icons.ts'
import { attr, detach, el, say } from '../../views/el.ts'
import type { onDeviceBack } from '../sheet/sheet-part.ts'
import type { EmojiBook, Names, Offered } from './book.ts'
import type { EmojiHost } from './emoji-host.ts'
import { Grid } from './grid.ts'
import { GROUPS } from './icons.ts'
import * as css from './picker.css.ts'
import { place } from './place.ts'
import { cssText } from './sheet.css.ts'
import { createTabs } from './tabs.ts'
import { createToneChoice } from './tone-choice.ts'
import { words } from './words.ts'

export interface PickerOptions {
  /** Near which it is; a press there closes it by itself. */
  anchor: HTMLElement
  title: string
  /** Those that are chosen already. */
  chosen: readonly string[]
  onDeviceBack: typeof onDeviceBack
  pick(glyph: string): void
  /** It is closed; `focus`: which was in it. */
  closed(focus: boolean): void
}

export interface Picker {
  close(focus: boolean): void
}

const TOUCH = '(pointer: coarse)'
const CELL = { touch: 44, mouse: 36 }
/** ms after which names are loaded, and how many were found is said. */
const NAMES_MS = 100
const SAY_MS = 500

/** Opens the picker over the chat: what was used last, the groups, a search. The focus is in it until it closes. */
export function openPicker(host: EmojiHost, book: EmojiBook, box: HTMLElement, options: PickerOptions): Picker {
  const touch = matchMedia(TOUCH).matches
  const { clock, say: announce } = host
  const undo: (() => void)[] = []
  let tone = book.kept().tone()
  let names: Names | undefined
  let loading = false
  let closed = false

  const recents = book.recents()
  const sections = [
    ...(recents.length > 0 ? [{ heading: words.recent, drawing: CLOCK, items: recents }] : []),
    ...book.groups.map((items, at) => ({ heading: words.names[at] ?? '', drawing: GROUPS[at] ?? '', items })),
  ].filter(({ items }) => items.length > 0)

  const grid = new Grid<Offered>({
    label: options.title,
    size: touch ? CELL.touch : CELL.mouse,
    glyph: emoji => book.glyph(emoji, tone),
    name: emoji => names?.of(emoji),
    chosen: emoji => options.chosen.includes(book.glyph(emoji, tone)),
    pick(emoji, keepsOpen) {
      const glyph = book.glyph(emoji, tone)
      book.kept().used(glyph)
      if (!keepsOpen) close(true)
      options.pick(glyph)
    },
    scrolled: section => {
      if (!searches()) tabs.become(section)
    },
    above: () => search.focus(),
  })
  const tabs = createTabs(
    sections.map(({ heading, drawing }) => ({ name: heading, drawing })),
    section => {
      if (searches()) {
        search.value = ''
        look()
      }
      grid.scrollTo(section)
    },
  )
  const search = el('input', css.search, {
    type: 'text',
    'aria-label': words.search,
    placeholder: words.search,
    autocomplete: 'off',
    autocapitalize: 'off',
    enterkeyhint: 'done',
    dir: 'auto',
    'aria-controls': 'emoji-grid',
  })
  const tones = createToneChoice(search, tone, chosen => {
    tone = chosen
    book.kept().setTone(chosen)
    grid.renamed()
  })
  const none = el('p', css.none, { hidden: true })
  const node = el(
    'div',
    css.picker,
    { part: 'emoji-picker', role: 'dialog', lang: words.lang, 'aria-label': options.title, tabindex: -1 },
    tabs.node,
    el('div', css.find, {}, search, tones.group, tones.opener),
    grid.node,
    none,
  )

  const searches = () => search.value.trim() !== ''

  function showNone(text: string): void {
    say(none, text)
    none.hidden = text === ''
    grid.node.hidden = text !== ''
  }

  /** What the search says now. */
  function look(): void {
    const query = search.value
    cancelSay()
    showNone('')
    if (!searches()) {
      grid.show(sections)
      tabs.become(0)
      return
    }
    if (!names) return void loadNames()
    const found = names.find(query)
    grid.show([{ items: found }])
    tabs.become(undefined)
    if (found.length === 0) showNone(words.none)
    cancelSay = clock.after(SAY_MS, () => announce(words.found(found.length)))
  }
  let cancelSay = () => {}

  async function loadNames(): Promise<void> {
    if (loading) return
    loading = true
    try {
      names = await book.names()
      if (closed) return
      for (const each of [grid.node, search]) attr(each, 'lang', names.language)
      grid.renamed()
      if (searches()) look()
    } catch {
      if (closed || !searches()) return
      showNone(words.noNames)
      announce(words.noNames)
    } finally {
      loading = false
    }
  }

  /** A press on the button that it was opened by closes it by itself. */
  const isOpener = (target: EventTarget) => target === options.anchor && options.anchor.hasAttribute('aria-expanded')

  function close(focus: boolean): void {
    if (closed) return
    closed = true
    const inside = node.contains(focusedIn(node))
    undoAll(undo)
    detach(node)
    options.closed(focus && inside)
  }

  search.addEventListener('input', look)
  search.addEventListener('keydown', event => {
    if (event.key === 'Enter') grid.pick(0, event.shiftKey)
    else if (event.key === 'ArrowDown') grid.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  })
  // Whoever types looks for something, wherever they are
  node.addEventListener('keydown', event => {
    const { key, ctrlKey, altKey, metaKey, target } = event
    const types = key !== ' ' && [...key].length === 1 && !ctrlKey && !altKey && !metaKey
    if (types && target !== search && !search.hidden) search.focus()
  })

  adopt(host.root, cssText)
  box.append(node)
  place(node, options.anchor, box)
  grid.show(sections)
  undo.push(
    trapFocus(node, [], () => close(true)),
    () => cancelSay(),
    clock.after(NAMES_MS, () => void loadNames()),
    options.onDeviceBack(() => close(true)),
    listen(node, 'focusout', ({ relatedTarget }) => {
      if (relatedTarget && !node.contains(relatedTarget as Node) && !isOpener(relatedTarget)) close(false)
    }),
    listen(node.ownerDocument, 'pointerdown', event => {
      const path = event.composedPath()
      if (!path.includes(node) && !path.some(isOpener)) close(false)
    }),
    watchSize(
      () => {
        place(node, options.anchor, box)
        grid.resized()
      },
      box,
      grid.node,
    ),
  )
  // By touch it would raise a keyboard
  if (!touch) search.focus({ preventScroll: true })
  return { close }
}
