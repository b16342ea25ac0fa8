import type { Page } from './engine.ts'

/** What can be pressed in the chat and is smaller than this in either direction, as `name: width x height`, in CSS px. */
export function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((smallest: number) => {
    const root = document.querySelector('chat-widget')?.shadowRoot
    const all = [...(root?.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea') ?? [])]
    return all
      .filter(element => element.checkVisibility({ checkVisibilityCSS: true }) && !element.closest('[inert]'))
      .map(element => {
        const box =
          (/^(checkbox|radio)$/.test((element as HTMLInputElement).type) && element.closest('label')) || element
        const { width, height } = box.getBoundingClientRect()
        return { element, width, height }
      })
      .filter(({ width, height }) => width > 0 && Math.min(width, height) < smallest - 0.5)
      .map(({ element, width, height }) => {
        const name = element.getAttribute('aria-label') ?? (element.textContent?.trim() || element.id)
        return `${name}: ${Math.round(width)} x ${Math.round(height)}`
      })
  }, least)
}
