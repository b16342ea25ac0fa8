import type { Clock } from '../../../lib/clock.ts'
import { focusedIn, listen, undoAll } from '../../behaviors/behavior.ts'
import { adopt } from '../../styles/sheet.ts'
import { detach, el, say } from '../../views/el.ts'
import { putNear } from './put-near.ts'
import { cssText } from './sheet.css.ts'
import * as css from './tooltip.css.ts'

/** ms until it shows, so that what is only passed over says nothing; ms in which a pointer may go over to it. */
const SHOW_MS = 400
const HIDE_MS = 200
/** How long a finger rests, and how far it may slip, as for the menu of a message. */
const LONG_MS = 500
const SLIP = 10

export interface TooltipOptions {
  clock: Clock
  /** Holds the chat; the tooltip lies over it. */
  box: HTMLElement
  scroller: HTMLElement
  list: HTMLElement
}

/** What has something to say: its description, which assistive technology reads by itself. */
const ownerOf = (target: unknown) =>
  (target as Element | null)?.closest<HTMLElement>('button[aria-description]') ?? null

/**
 * Shows the description of what is hovered, focused by the keyboard or held by a finger; Escape, a press elsewhere and
 * scrolling hide it. A finger that rests presses nothing. Returns what ends it.
 */
export function startTooltips({ clock, box, scroller, list }: TooltipOptions): () => void {
  const node = el('div', css.tooltip, { part: 'tooltip', role: 'tooltip', dir: 'auto' })
  let owner: HTMLElement | undefined
  let cancel = () => {}
  let from: { x: number; y: number } | undefined
  /** The last that was pressed is no key. */
  let pointed = false
  /** The click of a finger that rested is none. */
  let rested = false

  function later(ms: number, run: () => void): void {
    cancel()
    cancel = clock.after(ms, run)
  }
  function show(of: HTMLElement): void {
    const text = of.isConnected && of.getAttribute('aria-description')
    if (!text) {
      hide()
      return
    }
    owner = of
    say(node, text)
    box.append(node)
    follow()
  }
  function hide(): void {
    cancel()
    owner = undefined
    detach(node)
  }
  function follow(): void {
    if (owner && !(owner.isConnected && putNear(node, owner, box, scroller))) hide()
  }

  function hover({ target, pointerType }: PointerEvent): void {
    if (pointerType === 'touch') return
    const of = ownerOf(target)
    if (of && of !== owner) later(SHOW_MS, () => show(of))
    else if (of) cancel()
  }
  function unhover({ target, relatedTarget, pointerType }: PointerEvent): void {
    const of = ownerOf(target)
    if (pointerType === 'touch' || !of || of.contains(relatedTarget as Node | null)) return
    if (owner && focusedIn(list) !== owner) later(HIDE_MS, hide)
    else if (!owner) cancel()
  }

  /** By the keyboard only: not every engine says so by `:focus-visible`. */
  function focus(target: unknown): void {
    const of = ownerOf(target)
    if (of && !pointed) later(SHOW_MS, () => show(of))
  }

  function touch(event: PointerEvent): void {
    rested = false
    const of = ownerOf(event.target)
    if (!of || event.pointerType !== 'touch' || !event.isPrimary) return
    from = { x: event.clientX, y: event.clientY }
    later(LONG_MS, () => {
      rested = true
      show(of)
    })
  }
  function slip({ clientX, clientY, pointerType }: PointerEvent): void {
    if (pointerType === 'touch' && from && Math.hypot(clientX - from.x, clientY - from.y) > SLIP) endTouch()
  }
  /** The finger is up or away: what shows by now stays until another press. */
  function endTouch(): void {
    if (from && !rested) cancel()
    from = undefined
  }

  function press(event: Event): void {
    if (rested && ownerOf(event.target)) {
      // Neither the chip nor anything around it
      event.preventDefault()
      event.stopPropagation()
    } else if (event.type === 'click') {
      // What it says changes by it, or is wanted at once
      const of = ownerOf(event.target)
      if (of?.matches('[part=reaction]')) hide()
      else if (of) show(of)
    }
    if (event.type === 'click') rested = false
  }

  const undo = [
    listen(list, 'pointerover', hover),
    listen(list, 'pointerout', unhover),
    listen(node, 'pointerenter', () => cancel()),
    listen(node, 'pointerleave', () => later(HIDE_MS, hide)),
    listen(list, 'focusin', ({ target }) => focus(target)),
    listen(list, 'focusout', () => hide()),
    listen(list, 'pointerdown', touch),
    listen(list, 'pointermove', slip),
    listen(list, 'pointerup', endTouch),
    listen(list, 'pointercancel', endTouch),
    capture(list, 'click', press),
    capture(list, 'contextmenu', event => {
      if (from || rested) press(event)
    }),
    listen(scroller, 'scroll', follow),
    capture(box.ownerDocument, 'pointerdown', event => {
      pointed = true
      const path = event.composedPath()
      if (owner && !path.includes(node) && !path.includes(owner)) hide()
    }),
    // Wherever the focus is; the Escape that hides it does nothing else
    capture(box.ownerDocument, 'keydown', event => {
      pointed = false
      if (!owner || (event as KeyboardEvent).key !== 'Escape' || (event as KeyboardEvent).isComposing) return
      event.preventDefault()
      event.stopPropagation()
      hide()
    }),
    hide,
  ]
  adopt(box.getRootNode() as ShadowRoot, cssText)
  focus(focusedIn(list))
  return () => undoAll(undo)
}

/** Listens before what it is for. */
function capture(target: EventTarget, type: string, handler: (event: Event) => void): () => void {
  target.addEventListener(type, handler, true)
  return () => target.removeEventListener(type, handler, true)
}
