import { vi } from 'vitest'
import { en } from '../../../sdk/widget/i18n/en.ts'
import type { Emit } from '../../../sdk/widget/views/view.ts'
import { galleryShell } from './gallery-shell.ts'
import { openMenu } from './open-menu.ts'
import { type GalleryState, STATES, type StateName } from './states.ts'

export const strings = en('en-GB')

/** The shell in a shadow root of the document, showing the whole of a state; `emit` is a spy. */
export function mount(state: StateName | GalleryState) {
  const mounted = mountFirst(state)
  const { shell, emit } = mounted
  while (emit.mock.calls.some(([{ type }]) => type === 'draw')) {
    emit.mockClear()
    shell.update(typeof state === 'string' ? STATES[state] : state)
  }
  return mounted
}

/** What is drawn of it first. */
export function mountFirst(state: StateName | GalleryState) {
  const emit = vi.fn<Emit>()
  const host = document.createElement('div')
  const root = host.attachShadow({ mode: 'open' })
  const shell = galleryShell(strings, emit)
  root.append(shell.node)
  document.body.replaceChildren(host)
  shell.update(typeof state === 'string' ? STATES[state] : state)
  openMenu(shell, typeof state === 'string' ? STATES[state] : state, strings, emit)

  const all = <T extends HTMLElement = HTMLElement>(selector: string) => [...root.querySelectorAll<T>(selector)]
  return {
    shell,
    emit,
    root,
    all,
    /** The first that matches; throws when there is none. */
    one<T extends HTMLElement = HTMLElement>(selector: string): T {
      const [found] = all<T>(selector)
      if (!found) throw new Error(`Nothing matches ${selector}`)
      return found
    },
    part: (name: string) => all(`[part~="${name}"]`)[0],
    button(label: string): HTMLButtonElement {
      const found = all<HTMLButtonElement>('button').find(
        button => (button.getAttribute('aria-label') ?? spokenText(button)) === label,
      )
      if (!found) throw new Error(`No button says ${label}`)
      return found
    },
  }
}

/** The text without what assistive technology does not see. */
function spokenText(element: Element): string | null {
  const copy = element.cloneNode(true) as Element
  for (const hidden of copy.querySelectorAll('[aria-hidden="true"]')) hidden.remove()
  return copy.textContent
}
