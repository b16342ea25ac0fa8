import type { LogItem } from '../../store/view-model.ts'
import * as css from '../styles/log.css.ts'
import { attr, el, say } from './el.ts'
import { isolate } from './isolate.ts'
import type { View, ViewOptions } from './view.ts'

type Row<K extends LogItem['kind']> = Extract<LogItem, { kind: K }>

/** `now` gives the present, ms; midnight turns Today into Yesterday, so a day says its name at each update. */
export function createDay({ strings }: ViewOptions, now: () => number): View<Row<'day'>> {
  const pill = el('time', css.pill)
  const node = el('div', css.day, { part: 'day' }, pill)
  const update = ({ at }: Row<'day'>) => {
    const day = strings.day(at, now())
    say(pill, day)
    attr(pill, 'lang', day !== strings.today && day !== strings.yesterday && strings.pageLang)
    attr(pill, 'datetime', strings.isoTime(at))
  }
  return { node, update }
}

/** Who came and went. */
export function createNotice({ strings }: ViewOptions): View<Row<'notice'>> {
  const node = el('div', css.notice, { part: 'notice', dir: 'auto' })
  const update = ({ at, joined, left }: Row<'notice'>) => {
    say(node, strings.notice(isolate(joined), isolate(left)))
    attr(node, 'title', strings.exactTime(at))
  }
  return { node, update }
}
