import type { ChatError } from '../../lib/chat-error.ts'
import type { Intent, MessageItem } from '../../store/view-model.ts'
import type { Announcer } from '../behaviors/announcer.ts'
import type { Strings } from '../i18n/en.ts'
import type { ChromeIntent, OrderIntent, Writing } from '../views/view.ts'
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
  markUnread(item: MessageItem): void
}

/** Does what a view asks for; returns why a text cannot be sent. */
export function actOnIntent(intent: Intent | ChromeIntent, parts: IntentParts): ChatError | undefined {
  const { conversation, screen, host, announcer, strings } = parts
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
      if (!screen?.show(intent.seq)) announcer.say(strings.notLoaded)
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
    case 'unread':
      parts.markUnread(intent.item)
      return undefined
    case 'send':
      return send(intent.text, parts)
    case 'logout':
      if (asks(parts)) return undefined
      break
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

/** What a text in the composer asks for; undefined: nothing, since it is what the message says already. */
function asked(text: string, writing: Writing | undefined): Intent | undefined {
  if (!writing) return { type: 'send', text }
  const { id = '', seq, rev = seq, text: before, mentions } = writing.item
  if (writing.as === 'reply') return { type: 'send', text, replyTo: id }
  const named = mentions?.map(user => user.id)
  return text === before ? undefined : { type: 'edit', messageId: id, text, mentions: named, rev }
}

function send(text: string, { conversation, screen, host }: IntentParts): ChatError | undefined {
  const intent = asked(text, host.chrome().writing)
  const refused = conversation.refusal ?? (intent && conversation.dispatch(intent))
  // Who writes wants to see it
  if (!refused && intent?.type === 'send') screen?.toEnd()
  return refused
}

/** Whether a logout has to be asked about first; asked once, it is meant. */
function asks({ conversation, host }: IntentParts): boolean {
  const { unsent } = conversation
  const first = host.chrome().unsent === undefined && unsent > 0
  host.change({ unsent: first ? unsent : undefined })
  return first
}
