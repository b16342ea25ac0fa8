import { ghost } from '../../styles/base.css.ts'
import { attr, button, el, say } from '../../views/el.ts'
import * as css from './moderator.css.ts'

export interface TabsOptions<Id extends string> {
  label: string
  tabs: Record<Id, string>
  first: Id
  /** What stands in it, made anew each time. */
  open(id: Id): readonly HTMLElement[]
}

/** Several views of which one is shown; the arrows go from one to another. */
export function createTabs<Id extends string>({ label, tabs, first, open }: TabsOptions<Id>) {
  const ids = Object.keys(tabs) as Id[]
  const panel = el('div', css.panel, { role: 'tabpanel', id: 'order-panel' })
  const badges = new Map(ids.map(id => [id, el('span', css.number, { hidden: true })]))
  const all = ids.map(id =>
    button(
      `${ghost} ${css.tab}`,
      { role: 'tab', id: `order-${id}`, 'aria-controls': panel.id },
      () => select(id),
      tabs[id],
      badges.get(id) as HTMLElement,
    ),
  )
  const bar = el('div', css.tabs, { role: 'tablist', 'aria-label': label }, ...all)

  function select(id: Id): void {
    all.forEach((tab, at) => {
      attr(tab, 'aria-selected', `${ids[at] === id}`)
      attr(tab, 'tabindex', ids[at] === id ? 0 : -1)
    })
    attr(panel, 'aria-labelledby', `order-${id}`)
    panel.replaceChildren(...open(id))
  }

  bar.addEventListener('keydown', event => {
    const at = all.indexOf(event.target as HTMLButtonElement)
    const forward = getComputedStyle(bar).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    const back = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft'
    const steps: Record<string, number> = {
      [forward]: at + 1,
      [back]: at - 1 + all.length,
      Home: 0,
      End: all.length - 1,
    }
    const to = steps[event.key]
    if (at < 0 || to === undefined) return
    event.preventDefault()
    const tab = all[to % all.length]
    tab?.focus()
    tab?.click()
  })

  select(first)
  return {
    nodes: [bar, panel],
    /** Where the focus begins. */
    first: all[ids.indexOf(first)] as HTMLElement,
    /** How much waits in a tab. */
    count(id: Id, n: number): void {
      const badge = badges.get(id) as HTMLElement
      say(badge, n > 99 ? '99+' : `${n}`)
      attr(badge, 'hidden', n <= 0)
    },
  }
}
