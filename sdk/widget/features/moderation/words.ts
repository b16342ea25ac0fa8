import type { ReportCategory } from '../../../protocol/moderation.ts'
import type { SanctionKind } from '../../../protocol/policy.ts'
import { sentences } from '../../i18n/en-errors.ts'
import { plural } from '../../i18n/formats.ts'

const minutes = (n: number) => `${n} ${plural(n, 'minute')}`

/** From the mildest to the hardest. */
export const KINDS: readonly SanctionKind[] = ['warn', 'mute', 'kick', 'ban']

/** The words of what keeps order for everybody. */
export const words = {
  /** Of these words. */
  lang: 'en',
  cancel: 'Cancel',
  done: 'Done',
  nobody: 'Somebody',
  error: sentences,
  // Until when
  until: (at: string) => `until ${at}`,
  forGood: 'until it is lifted',
  left: (n: number) => `, for ${minutes(n)} more`,
  reason: (text: string) => `Reason: ${text}`,
  // Reports
  report: 'Report this message',
  reportSays: (name: string) => `What ${name} wrote is kept as it stands, for moderators only, with what you say here.`,
  why: 'What is wrong with it?',
  categories: {
    spam: 'Spam or advertising',
    abuse: 'Insults, threats or harassment',
    illegal: 'Something illegal',
    other: 'Something else',
  } satisfies Record<ReportCategory, string>,
  note: 'What should moderators know? (may stay empty)',
  reportNow: 'Report',
  reported: 'Reported. A moderator will look at it.',
  // One's own
  held: 'Your messages that wait for a moderator',
  waits: 'Waits for a moderator',
  withdraw: 'Take back',
  withdrawn: 'The message is taken back.',
  /** Before it is sent. */
  willWait: 'A moderator looks at this before others see it.',
  approved: 'A moderator let your message in.',
  rejected: 'A moderator did not let this message in.',
  rewrite: 'Write anew',
  forget: 'Dismiss',
  laidOnYou: {
    warn: 'A moderator warns you.',
    mute: 'You cannot write here',
    kick: 'A moderator removed you from this room.',
    ban: 'You are banned from this room',
  } satisfies Record<SanctionKind, string>,
  read: 'Understood',
  backAt: (at: string) => `You can come back at ${at}.`,
  comeBack: 'Join again',
  untilThen: (until: string) => `You are out ${until}.`,
  over: 'That is over. You can come back.',
  appeal: 'Appeal',
  appealTitle: 'Ask to have it lifted',
  appealSays: 'Moderators read what you write here. You can do this once.',
  appealWhy: 'Why should it not last?',
  appealNone: 'Say why.',
  appealNow: 'Send appeal',
  appealed: 'Sent. A moderator will look at it.',
}
