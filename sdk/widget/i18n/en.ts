import type { ConnectionState } from '../../connection/state.ts'
import type { DeletedBy } from '../../protocol/records.ts'
import type { MessageItem, ViewModel } from '../../store/view-model.ts'
import { enElement } from './en-element.ts'
import { sentences } from './en-errors.ts'
import { formats, plural } from './formats.ts'

type Details = Pick<MessageItem, 'editedAt' | 'deleted' | 'replyTo' | 'reactions'>

interface Named {
  readonly name: string
  readonly deleted?: true | undefined
}

const nameOf = ({ name, deleted }: Named) => (deleted ? 'Deleted account' : name)

const DAY = 86_400_000

/** "Ada", "Ada and Grace", "Ada, Grace and Linus", "Ada and 14 others". */
function names(users: readonly Named[]): string {
  const all = users.map(nameOf)
  const shown = all.length > 3 ? [...all.slice(0, 1), `${all.length - 1} others`] : all
  const last = shown.pop() ?? ''
  return shown.length ? `${shown.join(', ')} and ${last}` : last
}

let made: { lang: string | undefined; strings: Strings } | undefined

/** Every word of the chat, and its times by the page's language, as Intl takes it; those of the last one are kept. */
export function en(lang?: string): Strings {
  if (!made || made.lang !== lang) made = { lang, strings: words(lang) }
  return made.strings
}

function words(lang?: string) {
  const { number, date } = formats(lang)
  const time = date({ hour: 'numeric', minute: '2-digit' })
  const full = date({ dateStyle: 'full', timeStyle: 'medium' })
  const day = date({ weekday: 'long', day: 'numeric', month: 'long' })
  const older = date({ dateStyle: 'long' })
  // Nothing before a room is entered: with its reader there is one at least
  const count = (n: number) => (n ? number(n) : '')
  const here = (n: number) => (n ? `${count(n)} here` : '')
  const messages = (n: number) => `${number(n)} ${plural(n, 'message')}`

  return {
    ...enElement(lang),
    // Header and people
    count,
    here,
    people: (n: number) => (n ? `${count(n)} ${plural(n, 'person', 'people')}` : 'People'),
    peopleTitle: 'People',
    showPeople: (n: number) => `Show people${n ? `, ${here(n)}` : ''}`,
    closePeople: 'Close people',
    morePeople: 'Show more people',
    you: 'you',
    /** What somebody is called; who deleted their account has no name. */
    nameOf,
    /** Beside the name of who has no account, where others have one. */
    guest: 'guest',
    menu: 'Menu',
    logout: 'Log out',
    // Log
    logLabel: (title: string) => `Messages in ${title}`,
    logHelp: 'Arrow keys move between messages, Enter opens the menu of one, Escape returns to writing.',
    empty: 'It is quiet here. Say hello.',
    loading: 'Loading messages',
    older: 'Show earlier messages',
    olderLoading: 'Loading earlier messages',
    olderFailed: 'Earlier messages did not load. Try again',
    newer: 'Show later messages',
    newerLoading: 'Loading later messages',
    newerFailed: 'Later messages did not load. Try again',
    newMessages: (n: number) => `${number(n)} new ${plural(n, 'message')}`,
    toEnd: 'To the newest message',
    /** In the place of what it said. */
    deleted: (by: DeletedBy | undefined, own: boolean) =>
      by === 'moderator'
        ? 'Message deleted by a moderator'
        : own
          ? 'You deleted this message'
          : `Message deleted${by ? ' by its author' : ''}`,
    edited: 'edited',
    editedAt: (at: number) => `Edited ${full(at)}`,
    /** What a message answers. */
    replyTo: (name: string, text: string, gone: boolean) => `Reply to ${name}: ${gone ? 'deleted message' : text}`,
    /** Before the name, for who does not see the arrow. */
    quote: 'Reply to ',
    quoteGone: 'Deleted message',
    reactions: 'Reactions',
    reaction: (emoji: string, n: number) => `${emoji} ${number(n)}`,
    /** Who reacted; of many the first three. */
    reactedBy(users: readonly Named[], n: number): string {
      const all = users.map(nameOf)
      if (n <= all.length) return names(users.slice(0, n))
      const rest = n - all.length
      return `${all.join(', ')}${all.length ? ' and ' : ''}${number(rest)} ${plural(rest, 'other')}`
    },
    /** What a screen reader says of a row behind its text. */
    details({ editedAt, deleted, replyTo, reactions = [] }: Details): string {
      if (deleted) return ''
      const quote = replyTo && ` ${this.replyTo(nameOf(replyTo.user), replyTo.text, !!replyTo.deleted)}.`
      const said = reactions.map(({ emoji, count }) => this.reaction(emoji, count)).join(', ')
      return `${editedAt ? `, ${this.edited}` : ''}${quote ? `.${quote}` : ''}${said && ` ${this.reactions}: ${said}.`}`
    },
    /** The menu of a message; its words are its own. */
    messageMenu: 'Actions',
    sending: 'Sending',
    showMore: 'Show more',
    showLess: 'Show less',
    notice: (joined: readonly Named[], left: readonly Named[]) =>
      [joined.length > 0 && `${names(joined)} joined`, left.length > 0 && `${names(left)} left`]
        .filter(Boolean)
        .join(' · '),
    typing: (users: readonly Named[]) =>
      users.length === 0
        ? ''
        : users.length > 3
          ? 'Several people are typing'
          : `${names(users)} ${plural(users.length, 'is', 'are')} typing`,
    /** What a screen reader says of a row. */
    message: (author: string, text: string, at: number) => `${author}, ${time(at)}: ${text}`,
    // Composer
    composer: (title: string) => `Message ${title}`,
    /** In the place of what can be written. */
    readOnly: (guest: boolean, muted = false) =>
      guest && !muted ? 'Guests can only read here.' : 'You can read here, but not write.',
    send: 'Send',
    editing: 'Editing',
    replying: (name: string) => `Reply to ${name}`,
    save: 'Save',
    cancel: 'Cancel',
    cut: (limit: number) => `A message has at most ${number(limit)} characters. The rest was not pasted.`,
    left: (n: number) => (n < 0 ? `${number(-n)} ${plural(-n, 'character')} too long` : `${number(n)} left`),
    // Connection
    retryNow: 'Try now',
    online: 'Online',
    back: 'You are back.',
    /** What is told for a few seconds. */
    news({ news, me }: Pick<ViewModel, 'news' | 'me'>): string {
      if (typeof news === 'object') return sentences(news)
      return news === 'became' ? `You are ${me?.name} now.` : news ? this.back : ''
    },
    retryIn: (seconds: number) => `Connection lost. Trying again in ${number(Math.max(1, seconds))} s.`,
    offline: 'You are offline.',
    queued: (n: number) => (n > 0 ? `${messages(n)} will be sent when you are back.` : ''),
    /** The line about the connection; empty while all is well. */
    status(connection: ConnectionState, queued: number, now: number): string {
      const waits = this.queued(queued)
      switch (connection.status) {
        case 'idle':
        case 'online':
          return ''
        case 'connecting':
          // The header says it from the start: a line that comes and goes would move what is below it
          return connection.attempt > 1 || connection.resuming ? `${this.connecting}. ${waits}`.trim() : ''
        case 'waiting':
          return `${connection.offline ? this.offline : this.retryIn(Math.ceil((connection.retryAt - now) / 1000))} ${waits}`.trim()
        case 'closed':
          return sentences(connection.error)
      }
    },
    // Announcements
    announceNew: (n: number, from: readonly string[]) =>
      `${n === 1 ? 'New message' : `${number(n)} new messages`} from ${names(from.map(name => ({ name })))}`,
    announceFailed: 'A message was not sent.',
    announceLost: 'Connection lost.',
    // Times
    time,
    exactTime: full,
    isoTime: (at: number) => new Date(at).toISOString(),
    today: 'Today',
    yesterday: 'Yesterday',
    day(at: number, now: number): string {
      const start = (ms: number) => new Date(ms).setHours(0, 0, 0, 0)
      const days = Math.round((start(now) - start(at)) / DAY)
      if (days === 0) return this.today
      if (days === 1) return this.yesterday
      return days > 0 && days < 180 ? day(at) : older(at)
    },
  }
}

export type Strings = ReturnType<typeof words>
