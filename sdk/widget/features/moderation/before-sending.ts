import { checkFlood } from '../../../protocol/check-flood.ts'
import { checkLinks } from '../../../protocol/check-links.ts'
import { type FilterHit, strongestHit } from '../../../protocol/filters.ts'
import type { RoomStore } from '../../../store/room-store.ts'
import { refuseText } from '../../views/composer.ts'
import { attr, detach, el, say } from '../../views/el.ts'
import { whyOf } from '../../views/later.ts'
import * as css from './moderation.css.ts'
import type { ModerationHost } from './moderation-host.ts'
import { words } from './words.ts'

/** How long nobody types before a text is looked at, and how long the same text is the same. ms. */
const PAUSE_MS = 400
const SAME_MS = 60_000

/**
 * Says of a text what the room's filters will, as far as a client is told: before it is sent, and by which rule. The server
 * decides all the same, and knows words beside.
 */
export function createBeforeSending(host: ModerationHost) {
  let store: RoomStore | undefined
  let cancel = () => {}
  let sent: { text: string; at: number }[] = []
  const hint = el('p', css.hint, { part: 'hint', role: 'status', lang: words.lang, hidden: true })
  const field = () => host.root.querySelector<HTMLTextAreaElement>('[part=textarea]')

  function find(text: string): FilterHit | undefined {
    const now = host.clock.now()
    sent = sent.filter(({ at }) => now - at < SAME_MS)
    const flood = { mentions: 0, same: sent.filter(each => each.text === text).length }
    const filters = store?.view.info.filters ?? []
    return strongestHit(
      filters.flatMap(({ links, floods }) => [
        links && checkLinks(text, links),
        floods && checkFlood(text, flood, floods),
      ]),
    )
  }

  function show(): void {
    const hit = find(field()?.value.trim() ?? '')
    const says = hit?.action === 'block' ? whyOf(hit.rule, hit.detail) : hit?.action === 'hold' ? words.willWait : ''
    say(hint, says)
    // what was laid on the reader stands there first
    attr(hint, 'hidden', !says || !!host.root.querySelector('[part=sanction]'))
  }

  function soon(): void {
    cancel()
    cancel = host.clock.after(PAUSE_MS, show)
  }

  /** Of whatever sends: what the server would refuse is not even asked. */
  function stopBlocked(event: Event): void {
    const area = field()
    const text = area?.value.trim() ?? ''
    if (!area || !text) return
    const hit = find(text)
    if (hit?.action === 'block') {
      event.preventDefault()
      event.stopImmediatePropagation()
      show()
      refuseText(area, whyOf(hit.rule, hit.detail), host.emit)
    } else if (event.type === 'submit') sent.push({ text, at: host.clock.now() })
  }

  const isSend = ({ target }: Event) => !!(target as Element).closest?.('[part=send]')
  const isComposer = ({ target }: Event) => !!(target as Element).matches?.('[part=composer]')
  const undo = [
    listenFirst(host.root, 'input', event => isArea(event) && soon()),
    listenFirst(host.root, 'click', event => isSend(event) && stopBlocked(event)),
    listenFirst(host.root, 'submit', event => isComposer(event) && stopBlocked(event)),
  ]

  return {
    look(shown: RoomStore): void {
      if (shown !== store) sent = []
      store = shown
      const composer = host.root.querySelector('[part=composer]')
      if (composer && hint.nextElementSibling !== composer) composer.before(hint)
      show()
    },
    stop(): void {
      cancel()
      for (const each of undo) each()
      detach(hint)
    },
  }
}

const isArea = ({ target }: Event) => (target as Element).matches?.('[part=textarea]')

/** Before anybody inside hears of it. */
function listenFirst(root: ShadowRoot, type: string, heard: (event: Event) => void): () => void {
  root.addEventListener(type, heard, true)
  return () => root.removeEventListener(type, heard, true)
}
