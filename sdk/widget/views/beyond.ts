import type { Beyond } from '../../store/timeline-state.ts'
import { link } from '../styles/base.css.ts'
import { beyond } from '../styles/log.css.ts'
import { attr, button, el, say } from './el.ts'
import type { Emit, View } from './view.ts'

/** What is beyond one end of the log: a button that brings it and says how that stands. */
export function createBeyond(
  type: 'older' | 'newer',
  words: readonly [string, string, string],
  emit: Emit,
): View<Beyond> {
  const [more, loading, failed] = words
  const load = button(link, { 'data-load': type }, () => emit({ type }))
  const node = el('div', beyond, { part: type }, load)
  return {
    node,
    update(now) {
      attr(node, 'hidden', now === 'none')
      attr(load, 'aria-disabled', now === 'loading' && 'true')
      say(load, now === 'loading' ? loading : now === 'failed' ? failed : more)
    },
  }
}
