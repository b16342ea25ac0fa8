import type { MessageItem } from '../../../store/view-model.ts'
import type { ChatRefs, MessageEntry } from '../../views/view.ts'
import type { TalkHost } from '../talk/talk-host.ts'
import { words as wordsIn } from './words.ts'

const ENVELOPE = 'M3 5.5h14v9H3zM3.5 6l6.5 5 6.5-5'

/** Offers, in the menu of each message, to take it and all behind it as new again. `offerIn` follows the chat that is shown. */
export function createMarkUnread(host: TalkHost): { offerIn(refs: ChatRefs | undefined): void } {
  const words = wordsIn(host.lang())
  let offered: ChatRefs | undefined

  function offer({ seq, id }: MessageItem): MessageEntry | undefined {
    if (id === undefined) return undefined
    const press = () => {
      host.missed.markUnread(seq)
      host.say(words.markedUnread)
    }
    return { text: words.markUnread, drawing: ENVELOPE, press }
  }

  return {
    offerIn(refs) {
      if (refs === offered) return
      if (offered) offered.entries = offered.entries?.filter(each => each !== offer)
      offered = refs
      if (refs) refs.entries = [...(refs.entries ?? []), offer]
    },
  }
}
