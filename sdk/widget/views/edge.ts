import type { EdgeState } from '../../store/timeline-state.ts'
import { link } from '../styles/base.css.ts'
import { edge } from '../styles/log.css.ts'
import { attr, button, el, say } from './el.ts'
import type { View, ViewOptions } from './view.ts'

/** What is beyond one end of the log: a button that brings it and says how that stands. */
export function createEdge(type: 'older' | 'newer', { strings, emit }: ViewOptions): View<EdgeState> {
  const load = button(link, {}, () => emit({ type }))
  const node = el('div', edge, { part: type }, load)
  const words: { [now in EdgeState]?: string } = {
    loading: strings[`${type}Loading`],
    failed: strings[`${type}Failed`],
  }
  return {
    node,
    update(now) {
      attr(node, 'hidden', now === 'none')
      attr(load, 'aria-disabled', now === 'loading' && 'true')
      say(load, words[now] ?? strings[type])
    },
  }
}
