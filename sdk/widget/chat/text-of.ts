import type { KeptText } from '../behaviors/keep-text.ts'
import type { Conversation } from './conversation.ts'

/** What is written and not sent in the conversation of now; `paused` while the field is for something else. */
export function textOf(now: () => Conversation, paused: () => boolean): KeptText {
  return {
    owner: () => now().owner,
    read: () => now().note.text ?? '',
    write: text => now().keep({ text }),
    paused,
  }
}
