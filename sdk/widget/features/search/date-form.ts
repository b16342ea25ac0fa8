import { ghost } from '../../styles/base.css.ts'
import { el } from '../../views/el.ts'
import { onSubmit } from '../../views/on-submit.ts'
import * as css from './search.css.ts'
import { words } from './words.ts'

/** A day as fields of forms have it, where the reader is. */
function dayOf(at: number): string {
  const date = new Date(at)
  const two = (n: number) => `${n}`.padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Asks for a day, up to today, and gives when it begins. */
export function createDateForm(now: number, go: (at: number) => void, say: (text: string) => void): HTMLElement {
  const day = el('input', css.day, { type: 'date', id: 'search-date', max: dayOf(now), required: true })
  const send = el('button', `${ghost} ${css.go}`, { type: 'submit' }, words.go)
  const node = el('form', css.date, { novalidate: true }, el('label', '', { for: day.id }, words.date), day, send)
  onSubmit(node, send, () => {
    const at = new Date(`${day.value}T00:00`).getTime()
    if (Number.isNaN(at)) {
      say(words.noDate)
      day.focus()
    } else go(at)
  })
  return node
}
