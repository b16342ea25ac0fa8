import type { ChatError } from '../../lib/chat-error.ts'
import { sentences } from './en-errors.ts'

/** Which rule of the room a text is against, and how to have it taken; undefined: it is not known. */
export function whyBlocked(rule: string | undefined, detail = ''): string | undefined {
  switch (rule) {
    case 'words':
      return 'It has words that are not allowed here.'
    case 'links':
      return detail ? `Links to ${detail} are not allowed here.` : 'Links are not allowed here.'
    case 'flood':
      return 'You have written the same a moment ago.'
    case 'mentions':
      return 'It names too many people.'
    case 'letters':
      return 'It has too many capital letters or signs.'
    case 'first':
    case 'everyone':
      return 'A moderator has to look at it first. Reload the page to send it.'
    default:
      return undefined
  }
}

const why = (error: ChatError) =>
  (error.code === 'blocked_by_rule' && whyBlocked(error.rule, error.detail)) || sentences(error)

/** The words for what was refused. */
export const failureWords = {
  retry: 'Retry',
  discard: 'Delete',
  /** Under a message that was refused. */
  failed: (error: ChatError) =>
    error.code === 'unauthorized' ? 'Not sent in your last session. Retry sends it now.' : `Not sent. ${why(error)}`,
  /** Under a message whose new text was refused. */
  failedEdit: (error: ChatError) =>
    error.code === 'unauthorized'
      ? 'Your change was not saved in your last session.'
      : `Your change was not saved. ${why(error)}`,
  discardEdit: 'Discard',
  /** Two texts for one message: what it says is above, what was to stand there below. */
  conflict: 'It was changed elsewhere while you wrote. Above is what it says now, below what you wrote.',
  yours: 'What you wrote',
  keepTheirs: 'Keep what it says now',
  saveYours: 'Save what you wrote',
}
