import type { LogItem, LogView } from '../../store/view-model.ts'
import { link, unseen } from '../styles/base.css.ts'
import * as css from '../styles/log.css.ts'
import { fresh } from '../styles/message.css.ts'
import { attr, button, el, say } from './el.ts'
import { keyed } from './keyed.ts'
import { createMessage } from './message.ts'
import { createDay, createHole, createNotice } from './row.ts'
import type { View, ViewOptions } from './view.ts'

export interface LogPart {
  log: LogView
  room: string
  now: number
  /** The room will not come: no skeleton. */
  blocked: boolean
}

/** The messages. `node` scrolls, `list` holds the rows. */
export function createLog(options: ViewOptions): View<LogPart> & { list: HTMLElement } {
  const { strings, emit } = options
  let now = 0
  const days = new Set<() => void>()

  const help = el('p', unseen, { id: 'log-help' }, strings.logHelp)
  const older = button(link, { 'data-load': true }, () => emit({ type: 'older' }))
  const above = el('div', css.older, { hidden: true }, older)
  const skeleton = el('div', css.skeleton, { part: 'skeleton', 'aria-hidden': 'true' })
  for (let i = 0; i < 5; i++) skeleton.append(el('div', css.bone))
  const list = el('div', css.list, { role: 'log', 'aria-live': 'off', 'aria-describedby': 'log-help', part: 'log' })
  const node = el('div', css.scroller, { part: 'scroller' }, help, above, skeleton, list)
  list.addEventListener('animationend', event => (event.target as Element).classList.remove(fresh))

  const rows = keyed<LogItem>(
    list,
    item => item.key,
    (item, appended) => {
      switch (item.kind) {
        case 'message':
          return createMessage(item, options, appended) as View<LogItem>
        case 'notice':
          return createNotice(item, options) as View<LogItem>
        case 'hole':
          return createHole(item, options) as View<LogItem>
        case 'day': {
          const day = createDay(item, options, () => now)
          const refresh = () => day.update(item)
          days.add(refresh)
          return { ...day, dispose: () => days.delete(refresh) } as View<LogItem>
        }
      }
    },
  )

  let today: number | undefined
  return {
    node,
    list,
    update({ log, room, now: at, blocked }) {
      now = at
      const date = new Date(at).setHours(0, 0, 0, 0)
      if (date !== today) for (const refresh of days) refresh()
      today = date
      attr(list, 'aria-label', strings.logLabel(room))
      attr(list, 'aria-busy', log.older === 'loading' || !log.ready ? 'true' : undefined)
      attr(skeleton, 'hidden', log.ready || blocked)
      attr(above, 'hidden', !log.ready || log.older === 'none')
      attr(older, 'aria-disabled', log.older === 'loading' ? 'true' : undefined)
      say(
        older,
        log.older === 'loading' ? strings.olderLoading : log.older === 'failed' ? strings.olderFailed : strings.older,
      )
      rows.update(log.items)
    },
    dispose: rows.dispose,
  }
}
