import { sentences } from '../../i18n/en-errors.ts'
import { plural } from '../../i18n/formats.ts'

/** The words of searching. */
export const words = {
  /** Of these words. */
  lang: 'en',
  title: 'Search messages',
  field: 'Words to look for',
  hint: 'Words, or "a phrase" in quotation marks',
  /** Before anything was looked for. */
  begin: 'Find what was written in this room.',
  looking: 'Looking…',
  none: 'No message has this in it.',
  /** Older ones were not looked at. */
  noneYet: 'None of the newest messages has this in it.',
  /** `more`: there may be others. */
  found: (count: number, more: boolean) => `${count} ${plural(count, 'message')} found${more ? ', and more' : ''}`,
  results: 'What was found, newest first',
  more: 'Show more',
  again: 'Try again',
  /** Whose account is no more. */
  nobody: 'Deleted account',
  date: 'Go to a date',
  go: 'Go',
  noDate: 'Choose a date first.',
  error: sentences,
}
