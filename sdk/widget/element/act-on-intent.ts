import { ChatError } from '../../lib/chat-error.ts'
import type { Intent } from '../../store/view-model.ts'
import type { DrawSchedule } from '../drawing/draw-schedule.ts'
import type { Strings } from '../i18n/en.ts'
import type { Chrome, ChromeIntent, Writing } from '../views/view.ts'
import type { Conversation } from './conversation.ts'
import type { Screen } from './screen.ts'

/** Rows above those that are seen come so much later, unless somebody scrolls to them. */
const GROW_MS = 100

/** The parts of a widget that intents act on, as they are at that moment. */
export interface IntentParts {
  readonly conversation: Conversation
  readonly screen: Screen
  readonly chrome: Chrome
  readonly strings: Strings
  readonly draws: DrawSchedule
  /** The panel wants to be open or closed. */
  open(open: boolean): void
  change(change: Partial<Chrome>): void
}

/** Does what a view asks for. False: a text that cannot be sent. */
export function actOnIntent(intent: Intent | ChromeIntent, parts: IntentParts): boolean | undefined {
  switch (intent.type) {
    case 'open':
      parts.open(intent.open)
      return undefined
    case 'drawer':
      parts.change({ drawer: intent.open })
      return undefined
    case 'to-end':
      parts.screen.toEnd()
      return undefined
    case 'cut':
      parts.screen.refuse(parts.strings.cut(intent.limit))
      return undefined
    case 'draw':
      if (parts.chrome.atEnd) parts.draws.requestLater(GROW_MS)
      else parts.draws.request()
      return undefined
    case 'menu':
      parts.screen.openMenu(intent.key)
      return undefined
    case 'show':
      if (!parts.screen.show(intent.seq)) parts.screen.announcer.say(parts.strings.notLoaded)
      return undefined
    case 'say':
      parts.screen.announcer.say(intent.text)
      return undefined
    case 'compose':
      parts.change({ writing: intent.writing })
      // Before anybody types on
      parts.draws.now()
      parts.screen.focus()
      return undefined
    case 'stay':
      parts.change({ unsent: undefined })
      return undefined
    case 'send':
      return send(intent.text, parts)
    case 'edit':
    case 'delete':
    case 'react':
    case 'logout':
      if (!asks(parts)) dispatch(intent, parts)
      return undefined
    case 'typing':
      // Nothing of it is drawn here
      parts.conversation.store?.dispatch(intent)
      return undefined
    case 'login':
    case 'retry':
    case 'discard':
    case 'older':
    case 'newer':
    case 'more-people':
    case 'reconnect':
      dispatch(intent, parts)
      return undefined
    default:
      return intent satisfies never
  }
}

function dispatch(intent: Intent, { conversation, draws }: IntentParts): void {
  conversation.store?.dispatch(intent)
  draws.request()
}

/** What a text in the composer asks for; undefined: nothing, since it is what the message says already. */
function asked(text: string, writing: Writing | undefined): Intent | undefined {
  if (!writing) return { type: 'send', text }
  const { id = '', seq, rev = seq, text: before, mentions } = writing.item
  if (writing.as === 'reply') return { type: 'send', text, replyTo: id }
  const named = mentions?.map(user => user.id)
  return text === before ? undefined : { type: 'edit', messageId: id, text, mentions: named, rev }
}

function send(text: string, { conversation, screen, strings, chrome }: IntentParts): boolean {
  const intent = asked(text, chrome.writing)
  try {
    conversation.check()
    if (intent) conversation.store?.dispatch(intent)
  } catch (error) {
    if (!(error instanceof ChatError)) throw error
    screen.refuse(strings.error(error))
    return false
  }
  // Who writes wants to see it
  if (intent?.type === 'send') screen.toEnd()
  return true
}

/** Whether a logout has to be asked about first; asked once, it is meant. */
function asks({ conversation, chrome, change }: IntentParts): boolean {
  const { unsent } = conversation
  const first = chrome.unsent === undefined && unsent > 0
  change({ unsent: first ? unsent : undefined })
  return first
}
