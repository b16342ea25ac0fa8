import { formats, plural } from '../../i18n/formats.ts'

/** The words of pinned messages; numbers and times by the language of the page. */
export function pinWords(lang: string | undefined) {
  const { number, date } = formats(lang)
  const when = date({ dateStyle: 'medium', timeStyle: 'short' })
  return {
    lang: 'en',
    pin: 'Pin',
    unpin: 'Unpin',
    title: 'Pinned messages',
    /** "2 of 5"; nothing where there is one. */
    place: (at: number, all: number) => (all > 1 ? `${number(at)} of ${number(all)}` : ''),
    /** Before "2 of 5", for who does not see the pin. */
    one: 'Pinned message ',
    list: 'Show all pinned messages',
    close: 'Hide until something else is pinned',
    closed: 'Pinned messages are hidden until something else is pinned. The menu still lists them.',
    goTo: (name: string) => `Go to it, the message of ${name}`,
    goShort: 'Go to it',
    unpinOf: (name: string) => `Unpin the message of ${name}`,
    count: (n: number) => (n ? `${number(n)} pinned ${plural(n, 'message')}` : 'Nothing is pinned.'),
    unpinned: 'Message unpinned.',
    pinned: 'Message pinned.',
    pinnedBy: (name: string, text: string) => `${name} pinned a message${text ? `: ${text}` : '.'}`,
    unpinnedBy: (name: string) => `${name} unpinned a message.`,
    mark: 'Pinned',
    markedBy: (name: string) => `Pinned by ${name}`,
    when,
    nameOf: ({ name, deleted }: { name: string; deleted?: true | undefined }) => (deleted ? 'Deleted account' : name),
  }
}

export type PinWords = ReturnType<typeof pinWords>

/** One line of a text that may have many. */
export const firstLine = (text: string) => text.trimStart().slice(0, 500).split('\n', 1)[0] ?? ''
