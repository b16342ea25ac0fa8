import { isOwn } from '../../../client/person.ts'
import type { Message } from '../../../protocol/records.ts'
import type { MessageItem } from '../../../store/view-model.ts'
import { keepDraft, keptDraft } from '../talk/kept-draft.ts'
import type { TalkHost } from '../talk/talk-host.ts'
import { compose } from './compose.ts'

/** Keeps with a half-typed text which message it answers, and answers that again when the text is back. */
export function keepReply(host: TalkHost): { look(): void } {
  /** Who writes where. */
  let owner: string | undefined
  let store: unknown
  let was: 'reply' | 'edit' | undefined
  let replyTo: string | undefined
  let restoring = false

  const ownerNow = () => `${host.shown()?.room.name} ${host.client()?.user?.id}`
  const isHere = (whose: string) => whose === ownerNow()

  async function find(id: string): Promise<MessageItem | undefined> {
    const shown = host.view()?.log.items.find(item => item.kind === 'message' && item.id === id)
    if (shown?.kind === 'message') return shown
    const room = host.shown()?.room
    const message = (await room?.history({ ids: [id] }))?.messages.find(each => each.id === id)
    return message && itemOf(message, isOwn(message.user, host.client() ?? {}))
  }

  async function restore(id: string): Promise<void> {
    const whose = ownerNow()
    restoring = true
    try {
      const item = await find(id)
      const isWanted = () => isHere(whose) && !host.chrome().writing
      if (item && !item.deleted) await compose(host, 'reply', item, isWanted)
      else if (isHere(whose)) forget()
    } catch {
      // Without a connection: it stays kept for the next time
    }
  }

  function forget(): void {
    restoring = false
    replyTo = undefined
    keepDraft(host, { replyTo })
  }

  return {
    look() {
      const { writing } = host.chrome()
      const now = ownerNow()
      if (!host.client()?.user || !host.view()?.log.ready) return
      const edited = was === 'edit' && !writing
      was = writing?.as
      if (owner !== now || store !== host.shown() || edited) {
        owner = now
        store = host.shown()
        restoring = false
        replyTo = keptDraft(host).replyTo
        // Without a word there is nothing that answers
        if (replyTo !== undefined && !writing && host.refs()?.composer.value) void restore(replyTo)
        else if (!writing && replyTo !== undefined) forget()
      }
      if (restoring && !writing && host.refs()?.composer.value) return
      restoring = false
      if (writing?.as === 'edit') return
      const id = writing?.item.id
      if (id === replyTo) return
      replyTo = id
      keepDraft(host, { replyTo })
    },
  }
}

/** A message that is not among those that are shown, as one of them. */
function itemOf(message: Message, own: boolean): MessageItem {
  const { seq, id, cid, user, text, sentAt, rev } = message
  const fixed = { kind: 'message', first: true, last: true, delivery: { status: 'sent' } } as const
  return { ...fixed, key: `m:${seq}`, seq, id, cid, user, own, text, deleted: message.deleted === true, sentAt, rev }
}
