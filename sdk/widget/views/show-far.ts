import type { ChatError } from '../../lib/chat-error.ts'
import type { RoomStore } from '../../store/room-store.ts'
import type { ShowIntent } from './view.ts'

/** The parts of a chat that lead to a message, as they are at that moment. */
export interface ShowParts {
  readonly conversation: { readonly store: RoomStore | undefined }
  readonly screen: { show(seq: number): boolean } | undefined
  readonly host: { readonly draws: { now(): void } }
  readonly announcer: { say(text: string, urgent?: boolean): void }
  readonly strings: { error(error: ChatError): string }
}

const words = {
  going: 'Going there. One moment.',
  gone: 'That message is not there any more.',
  empty: 'There are no messages yet.',
  there: 'You are at the message.',
  earlier: 'You are at the newest message: there are none from that day on.',
  onDate: 'You are at the first message from that day on.',
}

/** Whoever wants to go somewhere else meanwhile goes there only. */
let latest = 0

/** Reads on around a message that is not loaded, or around a time, goes there, and says so. */
export async function showFar({ id, at }: ShowIntent, parts: ShowParts): Promise<void> {
  const { conversation, host, announcer, strings } = parts
  const { store } = conversation
  const mine = ++latest
  if (!store || (id === undefined && at === undefined)) return announcer.say(words.gone)
  announcer.say(words.going)
  try {
    const seq = await store.goTo(id === undefined ? { at: at ?? 0 } : { around: id })
    if (mine !== latest || conversation.store !== store) return
    host.draws.now()
    if (seq !== undefined && parts.screen?.show(seq)) announcer.say(wordsAt(store, seq, at))
    else announcer.say(at === undefined ? words.gone : words.empty)
  } catch (error) {
    if (mine === latest) announcer.say(strings.error(error as ChatError), true)
  }
}

function wordsAt(store: RoomStore, seq: number, at: number | undefined): string {
  if (at === undefined) return words.there
  const found = store.view.log.items.find(item => item.kind === 'message' && item.seq === seq)
  return found?.kind === 'message' && found.sentAt < at ? words.earlier : words.onDate
}
