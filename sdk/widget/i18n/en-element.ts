import { sentences } from './en-errors.ts'
import { formats, plural } from './formats.ts'

/** The words of the element before the chat is loaded: login, launcher, and what is said meanwhile. */
export function enElement(lang?: string) {
  const { number } = formats(lang)
  return {
    /** Of these words. */
    lang: 'en',
    /** Of what people write and are called, and of times; empty: nobody knows. */
    pageLang: lang ?? '',
    loginTitle: 'Join the conversation',
    nameLabel: 'Your name',
    join: 'Join Chat',
    joining: 'Joining',
    room: (room: string) => `#${room}`,
    openChat: (unread: number, mentions = 0) =>
      'Open chat' +
      (unread > 0 ? `, ${number(unread)} ${plural(unread, 'message')} unread` : '') +
      (mentions > 0 ? `, ${number(mentions)} for you` : ''),
    closeChat: 'Close chat',
    badge: (n: number) => (n > 99 ? '99+' : n > 0 ? number(n) : ''),
    connecting: 'Connecting',
    again: 'Try again',
    /** What happened and what to do, for any error; also under the login's field. */
    error: sentences,
  }
}

export type ElementStrings = ReturnType<typeof enElement>
