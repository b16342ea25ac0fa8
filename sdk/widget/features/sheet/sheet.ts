import { focusedIn } from '../../behaviors/behavior.ts'
import { trapFocus } from '../../behaviors/focus-trap.ts'
import { ghost } from '../../styles/base.css.ts'
import { adopt } from '../../styles/sheet.ts'
import { button, detach, el, say } from '../../views/el.ts'
import { CLOSE, icon } from '../../views/icon.ts'
import * as css from './card.css.ts'
import { onDeviceBack } from './device-back.ts'
import { cssText } from './sheet.css.ts'

export interface Sheet {
  /** Shows this in it; the focus goes to `first`, or into what is there. */
  show(title: string, content: readonly HTMLElement[], first?: HTMLElement): void
  /** Takes it away; the focus goes back to where it was. */
  close(): void
}

export type OpenSheet = typeof openSheet

/** A card over the whole panel, as the question before a logout: what is behind cannot be reached, Escape closes. */
export function openSheet(panel: HTMLElement, closed: () => void): Sheet {
  const title = el('div', css.title, { id: 'sheet-title', role: 'heading', 'aria-level': 2 })
  const close = button(ghost, { 'aria-label': 'Close' }, () => end(), icon(CLOSE))
  const bar = el('div', css.bar, {}, title, close)
  const card = el(
    'div',
    css.sheet,
    { role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': 'sheet-title', lang: 'en', tabindex: -1 },
    bar,
  )
  const node = el('div', css.backdrop, {}, card)
  const behind: HTMLElement[] = []
  const isBehind = (each: Element) => each !== node && !each.querySelector(':scope > [aria-modal]')
  /** Another screen may come, which takes the focus of the one before: it is behind the card, too. */
  const watch = new MutationObserver(() => {
    const fresh = ([...panel.children] as HTMLElement[]).filter(each => isBehind(each) && !behind.includes(each))
    const focused = focusedIn(panel)
    for (const each of fresh) each.inert = true
    behind.push(...fresh)
    if (fresh.some(each => each.contains(focused))) card.focus({ preventScroll: true })
  })
  let release: (() => void) | undefined
  let unwatch: (() => void) | undefined

  function end(): void {
    watch.disconnect()
    release?.()
    behind.length = 0
    unwatch?.()
    release = unwatch = undefined
    if (!node.parentNode) return
    detach(node)
    closed()
  }

  adopt(panel.getRootNode() as ShadowRoot, cssText)
  node.addEventListener('click', event => {
    if (event.target === node) end()
  })
  return {
    show(heading, content, first) {
      say(title, heading)
      card.replaceChildren(bar, ...content)
      if (!node.parentNode) {
        behind.push(...([...panel.children] as HTMLElement[]).filter(each => !behind.includes(each)))
        panel.append(node)
        watch.observe(panel, { childList: true })
        release = trapFocus(card, behind, end)
        unwatch = onDeviceBack(end)
      }
      // what was there before may have been read further down
      node.scrollTop = 0
      const target = first ?? card
      target.focus({ preventScroll: true })
    },
    close: end,
  }
}
