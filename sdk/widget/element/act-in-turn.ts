import { ChatError } from '../../lib/chat-error.ts'
import { systemClock } from '../../lib/clock.ts'
import type { Turns } from '../../lib/turns.ts'
import type { Chat } from '../chat/chat.ts'
import { hintDetached } from './hint-detached.ts'

interface Acting extends HTMLElement {
  readonly ready: Promise<unknown>
}

/** Methods act in the order in which they are called, each when the element is ready. `chat`: as it is then. */
export function actInTurn<T>(
  element: Acting,
  turns: Turns,
  chat: () => Chat | undefined,
  act: (chat: Chat) => Promise<T>,
): Promise<T> {
  const cancel = hintDetached(element, systemClock)
  return turns.run(async () => {
    await element.ready.finally(cancel)
    const now = chat()
    if (!now?.store) throw new ChatError('closed', 'The element was removed.')
    return act(now)
  })
}
