import { ghost } from '../../styles/base.css.ts'
import { attr, button, el } from '../../views/el.ts'
import { icon } from '../../views/icon.ts'
import { arrows } from './direction.ts'
import * as css from './picker.css.ts'
import { words } from './words.ts'

export interface TabOf {
  name: string
  drawing: string
}

/** One for each section: it leads there, and says where one is. */
export function createTabs(all: readonly TabOf[], go: (section: number) => void) {
  const node = el('div', css.tabs, { role: 'tablist', 'aria-label': words.groups })
  const tabs = all.map(({ name, drawing }, at) =>
    button(
      `${ghost} ${css.tab}`,
      { role: 'tab', 'aria-label': name, title: name, 'aria-controls': 'emoji-grid' },
      () => {
        become(at)
        go(at)
      },
      icon(drawing),
    ),
  )
  node.append(...tabs)
  let chosen = 0

  function become(at: number | undefined): void {
    chosen = at ?? 0
    tabs.forEach((tab, index) => {
      attr(tab, 'aria-selected', `${index === at}`)
      attr(tab, 'tabindex', index === chosen ? 0 : -1)
    })
    tabs[chosen]?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' })
  }

  node.addEventListener('keydown', event => {
    const { forward, back } = arrows(node)
    const count = tabs.length
    const to = { [forward]: (chosen + 1) % count, [back]: (chosen + count - 1) % count, Home: 0, End: count - 1 }[
      event.key
    ]
    if (to === undefined) return
    event.preventDefault()
    event.stopPropagation()
    tabs[to]?.click()
    tabs[to]?.focus({ preventScroll: true })
  })
  become(0)
  return { node, become }
}
