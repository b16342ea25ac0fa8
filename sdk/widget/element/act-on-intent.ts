import { ChatError } from '../../lib/chat-error.ts'
import type { Intent } from '../../store/view-model.ts'
import type { DrawSchedule } from '../drawing/draw-schedule.ts'
import type { Strings } from '../i18n/en.ts'
import type { Chrome, ChromeIntent } from '../views/view.ts'
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
    case 'stay':
      parts.change({ unsent: undefined })
      return undefined
    case 'send':
      return send(intent, parts)
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

function send(intent: Intent, { conversation, screen, strings }: IntentParts): boolean {
  try {
    conversation.check()
    conversation.store?.dispatch(intent)
  } catch (error) {
    if (!(error instanceof ChatError)) throw error
    screen.refuse(strings.error(error))
    return false
  }
  // Who writes wants to see it
  screen.toEnd()
  return true
}

/** Whether a logout has to be asked about first; asked once, it is meant. */
function asks({ conversation, chrome, change }: IntentParts): boolean {
  const { unsent } = conversation
  const first = chrome.unsent === undefined && unsent > 0
  change({ unsent: first ? unsent : undefined })
  return first
}
