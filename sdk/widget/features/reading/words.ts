import { formats, plural } from '../../i18n/formats.ts'

/** The words of what is new to a reader. */
export const words = (lang: string | undefined) => {
  const { number, date } = formats(lang)
  const time = date({ timeStyle: 'short' })
  const many = (count: number) => (count > 99 ? '99+' : number(count))
  return {
    lang: 'en',
    line: 'New',
    lineSays: 'New messages from here on',
    /** `at`: when the first of them came, in ms; undefined: it is not known. */
    pill: (count: number, at: number | undefined) =>
      `${many(count)} new ${plural(count, 'message')}${at === undefined ? '' : ` since ${time(at)}`}`,
    markRead: 'Mark as read',
    markUnread: 'Mark unread from here',
    markedUnread: 'Marked as unread.',
    allRead: 'All is marked as read.',
    failed: 'Earlier messages cannot be loaded now.',
  }
}
