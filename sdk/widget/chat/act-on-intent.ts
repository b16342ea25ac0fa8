import type { ChatError } from '../../lib/chat-error.ts'
import type { Intent } from '../../store/view-model.ts'
import type { Announcer } from '../behaviors/announcer.ts'
import type { BeforeSend } from '../features/talk/before-send.ts'
import type { Strings } from '../i18n/en.ts'
import { showFar } from '../views/later.ts'
import type { ChromeIntent, OrderIntent } from '../views/view.ts'
import type { ChatHost } from './chat-host.ts'
import type { ChatScreen } from './chat-screen.ts'
import type { Conversation } from './conversation.ts'

/** Rows above those that are seen come so much later, unless somebody scrolls to them. */
const GROW_MS = 100

/** The parts of a chat that intents act on, as they are at that moment. */
export interface IntentParts {
  readonly conversation: Conversation
  readonly screen: ChatScreen | undefined
  readonly host: ChatHost
  readonly announcer: Announcer
  readonly strings: Strings
  order(intent: OrderIntent): void
  /** Why what somebody has typed is not sent. */
  outgoing(message: BeforeSend, typed: true): ChatError | undefined
}

/** Does what a view asks for; returns why a text cannot be sent. */
export function actOnIntent(intent: Intent | ChromeIntent, parts: IntentParts): ChatError | undefined {
  const { conversation, screen, host, announcer } = parts
  switch (intent.type) {
    case 'open':
      host.open(intent.open)
      return undefined
    case 'drawer':
      host.change({ drawer: intent.open })
      return undefined
    case 'to-end':
      screen?.toEnd()
      return undefined
    case 'draw':
      if (host.chrome().atEnd) host.draws.requestLater(GROW_MS)
      else host.draws.request()
      return undefined
    case 'menu':
      screen?.openMenu(intent.key)
      return undefined
    case 'show':
      if (!intent.seq || !screen?.show(intent.seq)) showFar(intent, parts)
      return undefined
    case 'say':
      announcer.say(intent.text, intent.urgent)
      return undefined
    case 'compose':
      host.change({ writing: intent.writing })
      // Before anybody types on
      host.draws.now()
      host.focus()
      return undefined
    case 'stay':
      host.change({ unsent: undefined })
      return undefined
    case 'order':
      parts.order(intent)
      return undefined
    case 'send':
      return send(intent.text, parts)
    case 'logout': {
      const left = screen?.refs.leave?.()
      if (left) {
        left.then(() => actOnIntent(intent, parts))
        return undefined
      }
      if (asks(parts)) return undefined
      break
    }
    case 'typing':
      // Nothing of it is drawn here
      return conversation.dispatch(intent)
    case 'react': {
      const { can } = conversation.view?.rights ?? {}
      if (can && !can.has('react')) return undefined
      break
    }
    case 'edit':
    case 'delete':
    case 'login':
    case 'retry':
    case 'discard':
    case 'older':
    case 'newer':
    case 'more-people':
    case 'reconnect':
      break
    default:
      return intent satisfies never
  }
  host.draws.request()
  return conversation.dispatch(intent)
}

function send(text: string, { conversation, screen, host, outgoing }: IntentParts): ChatError | undefined {
  const { as, item } = host.chrome().writing ?? {}
  const edit = as === 'edit' ? item : undefined
  if (text === edit?.text) return undefined
  const now = conversation.view?.log.items.find(each => each.key === item?.key)
  // Nobody can answer what is gone; that it is stands above the field
  const isGone = now?.kind === 'message' && now.deleted
  const message: BeforeSend = {
    text,
    mentions: edit?.mentions?.map(({ id }) => id),
    room: conversation.store?.room.name ?? '',
    replyTo: edit || isGone ? undefined : item?.id,
    edit: edit?.id,
  }
  const stopped = conversation.refusal ?? outgoing(message, true)
  // Whoever stopped it may have done with it: then nothing of it is left
  if (stopped) return message.text ? stopped : undefined
  const refused = conversation.dispatch(
    edit
      ? { type: 'edit', messageId: edit.id ?? '', rev: edit.rev ?? edit.seq, ...message }
      : { type: 'send', ...message },
  )
  // Who writes wants to see it
  if (!refused && !edit) screen?.toEnd()
  return refused
}

/** Whether a logout has to be asked about first; asked once, it is meant. */
function asks({ conversation, host }: IntentParts): boolean {
  const { unsent } = conversation
  const first = host.chrome().unsent === undefined && unsent > 0
  host.change({ unsent: first ? unsent : undefined })
  return first
}
