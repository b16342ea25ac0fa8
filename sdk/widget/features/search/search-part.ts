import { formats } from '../../i18n/formats.ts'
import * as field from '../../styles/login.css.ts'
import { adopt } from '../../styles/sheet.ts'
import { el } from '../../views/el.ts'
import { arrowKeys } from './arrow-keys.ts'
import { createDateForm } from './date-form.ts'
import { createResults } from './results.ts'
import * as css from './search.css.ts'
import type { SearchHost } from './search-host.ts'
import { cssText } from './search-sheet.css.ts'
import { words } from './words.ts'

/** A pause in typing after which it is looked for. ms. */
const PAUSE_MS = 300
/** Code points that the server takes are at most so many; of UTF-16 units a field takes no more. */
const LONGEST = 200

export interface SearchOptions {
  /** What this reader looked for in this room before; empty: nothing. */
  query: string
  /** They look for this now. */
  looked(query: string): void
  closed(): void
}

/** Shows the search in the room that is shown; undefined: there is none. Returns what closes it. */
export function showSearch(
  host: SearchHost,
  { query, looked, closed }: SearchOptions,
): { focus(): void; close(): void } | undefined {
  const panel = host.root.querySelector<HTMLElement>('[part=panel]')
  const room = host.shown()?.room
  if (!panel || !room) return undefined
  let cancel: (() => void) | undefined
  const when = formats(host.lang()).date({ dateStyle: 'medium', timeStyle: 'short' })
  const input = el('input', field.input, {
    type: 'search',
    id: 'search-field',
    'aria-label': words.field,
    placeholder: words.hint,
    maxlength: LONGEST,
    enterkeyhint: 'search',
    autocomplete: 'off',
    spellcheck: false,
    dir: 'auto',
  })
  const results = createResults({
    room,
    when,
    go({ seq, id }) {
      sheet.close()
      host.emit({ type: 'show', seq, id })
    },
  })
  const form = el('form', css.form, { role: 'search' }, input)
  const date = createDateForm(
    host.clock.now(),
    at => {
      sheet.close()
      host.emit({ type: 'show', at })
    },
    results.say,
  )

  function look(): void {
    cancel?.()
    cancel = undefined
    looked(input.value)
    results.look(input.value)
  }

  const sheet = host.openSheet(panel, () => {
    cancel?.()
    results.stop()
    closed()
    host.closed()
  })
  adopt(host.root, cssText)
  input.addEventListener('input', () => {
    cancel?.()
    cancel = host.clock.after(PAUSE_MS, look)
  })
  form.addEventListener('submit', event => {
    event.preventDefault()
    look()
  })
  const content = el('div', css.content, { lang: words.lang }, form, date, ...results.nodes)
  arrowKeys(content, input, results.list)
  sheet.show(words.title, [content], input)
  if (query) {
    input.value = query
    input.select()
    look()
  }
  return { focus: () => input.focus(), close: sheet.close }
}
