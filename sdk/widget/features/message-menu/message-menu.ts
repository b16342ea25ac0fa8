import type { Action } from '../../../protocol/policy.ts'
import type { MessageItem } from '../../../store/view-model.ts'
import { focusedIn, listen, undoAll } from '../../behaviors/behavior.ts'
import { adopt } from '../../styles/sheet.ts'
import { attr, detach, el } from '../../views/el.ts'
import type { ChatRefs, ViewOptions } from '../../views/view.ts'
import { createDeletion, createEntries, type EntriesOptions } from './entries.ts'
import { menuKey } from './menu-keys.ts'
import * as css from './message-menu.css.ts'
import { place } from './place.ts'
import { cssText } from './sheet.css.ts'

export { createGoing } from './going.ts'
export { createPurpose } from './purpose.ts'

export interface MessageMenuOptions extends ViewOptions {
  /** Holds the chat; the menu lies over it. */
  box: HTMLElement
  scroller: HTMLElement
  row: HTMLElement
  item: MessageItem
  /** What features beside this one offer for a message. */
  entries?: ChatRefs['entries'] | undefined
  /** What this reader may do here; undefined: it is not known, and what may not be is refused. */
  can: ReadonlySet<Action> | undefined
  /** It is closed, by whatever. */
  closed(): void
}

export interface MessageMenu {
  /** The row as it is by now; closes the menu where nothing can be done with it any more. */
  update(item: MessageItem | undefined): void
  close(focus: boolean): void
}

/** Nobody is offered what is for who keeps order unless it is known that they may; an older server knows no reports. */
function mayDo(can: ReadonlySet<Action> | undefined, action: Action): boolean {
  if (action === 'report') return can !== undefined
  return can?.has(action) ?? (action !== 'delete_any' && action !== 'moderate')
}

/** Opens the menu of a message: whatever can be done with it. The focus goes in, and back to where it came from. */
export function openMessageMenu(options: MessageMenuOptions): MessageMenu {
  const { strings, box, scroller, row } = options
  let { item } = options
  const node = el('div', css.menu, {
    part: 'message-menu',
    role: 'menu',
    lang: strings.lang,
    'aria-label': strings.messageMenu,
    tabindex: -1,
  })
  const opener = row.querySelector<HTMLElement>('[aria-haspopup]')
  const anchor = opener ?? row
  const inside = focusedIn(row)
  const before = inside && row.contains(inside) ? inside : row
  const undo: (() => void)[] = []

  function close(focus: boolean): void {
    if (!node.isConnected) return
    const focused = node.contains(focusedIn(node))
    undoAll(undo)
    detach(node)
    attr(row, 'data-held', false)
    if (opener) attr(opener, 'data-open', false)
    // What had it may have been drawn anew
    if (focus && focused) (before.isConnected ? before : row).focus({ preventScroll: true })
    options.closed()
  }

  const parts: EntriesOptions = {
    ...options,
    close,
    now: () => item,
    ask: () => fill(createDeletion(item, parts)),
    may: action => mayDo(options.can, action),
  }

  const entries = () => [...node.querySelectorAll<HTMLElement>('button')]
  function fill(content: HTMLElement[]): void {
    const asks = content[0]?.id || undefined
    node.replaceChildren(...content)
    attr(node, 'aria-describedby', asks)
    entries()[0]?.focus({ preventScroll: true })
    follow()
  }

  function follow(): void {
    if (!row.isConnected || !place(node, anchor.isConnected ? anchor : row, box, scroller)) close(true)
  }

  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const all = entries()
    const words = all.map(entry => entry.ariaLabel ?? entry.textContent ?? '')
    const to = menuKey(event.key, all.indexOf(focusedIn(node) as HTMLElement), words)
    if (to === undefined) return
    // Neither the log nor the panel hears of it
    event.preventDefault()
    event.stopPropagation()
    if (to === 'close') close(true)
    else all[to]?.focus({ preventScroll: true })
  }

  adopt(row.getRootNode() as ShadowRoot, cssText)
  attr(row, 'data-held', true)
  if (opener) attr(opener, 'data-open', true)
  box.append(node)
  undo.push(
    listen(node, 'keydown', press),
    listen(node, 'contextmenu', event => event.preventDefault()),
    listen(node, 'focusout', ({ relatedTarget }) => {
      if (relatedTarget && !node.contains(relatedTarget as Node)) close(false)
    }),
    listen(scroller, 'scroll', follow),
    listen(node.ownerDocument, 'pointerdown', event => {
      // A press on its button closes it by itself
      const path = event.composedPath()
      if (!path.includes(node) && !(opener && path.includes(opener))) close(false)
    }),
    listen(window, 'resize', follow),
  )
  fill(createEntries(item, parts))

  return {
    update(now) {
      if (!now || now.deleted || now.id === undefined) close(true)
      else {
        item = now
        follow()
      }
    },
    close,
  }
}
