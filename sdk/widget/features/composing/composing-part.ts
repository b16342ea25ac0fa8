import { undoAll } from '../../behaviors/behavior.ts'
import type { Completions } from '../completion/completion.ts'
import { type Offer, offer } from '../completion/offer.ts'
import type { TalkFeature, TalkHost } from '../talk/talk-host.ts'
import { editLast } from './edit-last.ts'
import { keepReply } from './keep-reply.ts'

/** What the composer can do beside sending: it offers what fits, ArrowUp edits, and what is answered is kept with the text. */
export function openComposing(host: TalkHost, completions: Completions): TalkFeature {
  let field: HTMLTextAreaElement | undefined
  let offers: Offer | undefined
  const reply = keepReply(host)

  /** Before the field, and whatever else is around it, hears of a key. */
  function press(event: KeyboardEvent): void {
    if (event.target !== field || event.isComposing || event.keyCode === 229) return
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return
    if (!offers?.press(event.key) && !(event.key === 'ArrowUp' && editLast(host))) return
    event.preventDefault()
    event.stopPropagation()
  }
  const hear = (event: Event) => press(event as KeyboardEvent)
  host.root.addEventListener('keydown', hear, true)
  const undo = [() => host.root.removeEventListener('keydown', hear, true), () => offers?.stop()]

  return {
    look() {
      const refs = host.refs()
      if (refs?.composer !== field) {
        offers?.stop()
        field = refs?.composer
        offers = refs && offer({ field: refs.composer, box: refs.box, completions, say: text => host.say(text) })
      }
      reply.look()
    },
    stop() {
      undoAll(undo)
    },
  }
}
