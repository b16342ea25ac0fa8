import type { KeptText } from '../behaviors/keep-text.ts'
import type { Chrome } from '../views/view.ts'
import type { Conversation } from './conversation.ts'

/** What is written and not sent in the conversation of now; paused while the field is for an edit. */
export function textOf(now: () => Conversation, chrome: () => Chrome): KeptText {
  return {
    owner: () => now().owner,
    read: () => now().note.text ?? '',
    write: text => now().keep({ text }),
    paused: () => chrome().writing?.as === 'edit',
  }
}
