import type { FilterAction, FilterRule, Hold } from '../../../protocol/filters.ts'
import type { ReportCategory } from '../../../protocol/moderation.ts'
import type { SanctionKind } from '../../../protocol/policy.ts'
import { plural } from '../../i18n/formats.ts'
import { words as own } from './words.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The words of who keeps order. */
export const words = {
  lang: own.lang,
  error: own.error,
  reason: own.reason,
  back: 'Back',
  more: 'Show more',
  again: 'Try again',
  loading: 'Loading',
  // Acts
  people: (name: string) => `Moderate ${name}`,
  kinds: { warn: 'Warn', mute: 'Mute', kick: 'Remove', ban: 'Ban' } satisfies Record<SanctionKind, string>,
  kindSays: {
    warn: 'They are told so, and can go on.',
    mute: 'They can read, but not write, react or edit.',
    kick: 'They are put out, and can come back by themselves afterwards.',
    ban: 'They are put out, and can neither read nor write.',
  } satisfies Record<SanctionKind, string>,
  what: 'What to do',
  howLong: 'For how long',
  times: [
    [10 * MINUTE, '10 minutes'],
    [HOUR, '1 hour'],
    [DAY, '1 day'],
    [7 * DAY, '7 days'],
    [28 * DAY, '28 days'],
  ] as const,
  aMinute: [MINUTE, '1 minute'] as const,
  forEver: 'Until it is lifted',
  sanctionReason: (name: string) => `Reason, which ${name} is shown (may stay empty)`,
  deletes: 'Delete what they wrote here',
  deleteTimes: [
    [0, 'Nothing'],
    [HOUR, 'In the last hour'],
    [DAY, 'In the last day'],
    [7 * DAY, 'In the last 7 days'],
  ] as const,
  address: 'All guests of their address',
  addressSays:
    'For 24 hours. Others behind the same address, such as a company or a mobile network, are out, too. Who changes the network is not.',
  everywhere: 'In all rooms of this server',
  laid: (kind: SanctionKind, name: string, until: string) =>
    ({
      warn: `${name} is warned.`,
      mute: `${name} is muted ${until}.`,
      kick: `${name} is removed ${until}.`,
      ban: `${name} is banned ${until}.`,
    })[kind],
  lift: 'Lift',
  liftLabel: (kind: SanctionKind, name: string) => `Lift: ${words.states[kind]}, ${name}`,
  lifted: (name: string) => `Lifted for ${name}.`,
  states: { warn: 'Warned', mute: 'Muted', kick: 'Removed', ban: 'Banned' } satisfies Record<SanctionKind, string>,
  laidBy: (kind: SanctionKind, until: string, by: string, everywhere: boolean) =>
    `${words.states[kind]}${everywhere ? ' in all rooms' : ''} ${until}, by ${by}`,
  by: (name: string) => `All messages of ${name}`,
  messages: 'All messages',
  byNone: 'There are none.',
  all: 'Select all',
  deleteSelected: (n: number) => (n ? `Delete ${n} ${plural(n, 'message')}` : 'Delete'),
  deleted: (n: number) => `${n} ${plural(n, 'message is', 'messages are')} deleted.`,
  // The view of who keeps order
  moderation: 'Moderation',
  queue: (n: number) => (n ? `Moderation, ${n > 99 ? 'more than 99' : n} waiting` : 'Moderation'),
  tabs: { reports: 'Reports', held: 'Held', people: 'People', filters: 'Filters', log: 'Log' },
  tabLabel: (label: string, n: number) => (n ? `${label}, ${n} waiting` : label),
  none: {
    reports: 'Nothing is reported.',
    held: 'No message waits.',
    people: 'Nothing is laid on anybody.',
    filters: '',
    log: 'Nothing was done yet.',
  },
  // What the room does not let in
  serverFilters: 'The server has filters of its own, which count as well.',
  holdLabel: 'Messages that wait for a moderator',
  holds: { nobody: 'None', first: 'First messages of guests', everyone: 'All messages' } satisfies Record<Hold, string>,
  wordsSay: 'One a line. cat is the whole word, cat* its beginning, *cat its end, *cat* any part.',
  wordLists: {
    report: 'Words that are reported',
    hold: 'Words that wait',
    block: 'Words that are blocked',
  } satisfies Record<FilterAction, string>,
  allowed: 'Words that are always allowed',
  links: 'Links',
  linkModes: { any: 'Allowed', allow: 'Only to these hosts', block: 'Not to these hosts', none: 'Not allowed' },
  hosts: 'Hosts, one a line',
  linkAction: 'Other links',
  actions: { block: 'are blocked', hold: 'wait for a moderator', report: 'are reported' } satisfies Record<
    FilterAction,
    string
  >,
  same: 'How often somebody may write the same in a minute (empty: as often as they like)',
  letters: 'Most signs in a message, in percent (empty: any)',
  floodAction: 'Messages beyond that',
  saveFilters: 'Save',
  filtersSaved: 'Saved.',
  reportedBy: (category: ReportCategory, name: string, at: string) => `${own.categories[category]} · ${name}, ${at}`,
  gone: 'What it said is not kept any more.',
  asksLift: (kind: SanctionKind) => `${words.states[kind]}, and asks to have it lifted`,
  goTo: 'Go to message',
  deleteOne: 'Delete message',
  deletedOne: 'The message is deleted.',
  close: 'Close report',
  closed: 'The report is closed.',
  letIn: 'Let in',
  reject: 'Reject',
  letInDone: 'The message is let in.',
  rejectDone: 'The message is rejected.',
  about: (act: string, name: string) => `${act}, ${name}`,
  heldBy: {
    words: 'It has words that are looked at first.',
    links: 'It has links.',
    flood: 'It repeats what was written before.',
    mentions: 'It names many people.',
    letters: 'It has many signs.',
    first: 'It is one of their first messages.',
    everyone: 'All messages are looked at first.',
  } satisfies Record<FilterRule, string>,
  watched: 'What they write is looked at first.',
  /** What was done, in the log. */
  entry(
    by: string,
    action: string,
    whom: string,
    more: { kind: SanctionKind | undefined; until: string; approved: boolean | undefined },
  ): string {
    switch (action) {
      case 'sanction': {
        const verb = { warn: 'warned', mute: 'muted', kick: 'removed', ban: 'banned' }[more.kind ?? 'warn']
        return `${by} ${verb} ${whom}${more.kind === 'warn' ? '' : ` ${more.until}`}`
      }
      case 'lift':
        return `${by} lifted the ${{ warn: 'warning', mute: 'mute', kick: 'removal', ban: 'ban' }[more.kind ?? 'warn']} of ${whom}`
      case 'close_report':
        return `${by} closed a report`
      case 'resolve':
        return `${by} ${more.approved ? 'let in' : 'rejected'} a message of ${whom}`
      case 'delete_message':
        return `${by} deleted a message`
      case 'change_room':
        return `${by} changed the room`
      case 'set_filters':
        return `${by} changed the filters`
      case 'set_role':
        return `${by} changed what ${whom} is here`
      default:
        return `${by}: ${action.replaceAll('_', ' ')}`
    }
  },
}
