import { formats, plural } from './formats.ts'

/** The words of the question before a logout, which come with it. */
export function enQuestion(lang?: string) {
  const { number } = formats(lang)
  const messages = (n: number) => `${number(n)} ${plural(n, 'message')}`
  return {
    lang: 'en',
    /** The number may have become 0 since it was asked. */
    unsent: (n: number) =>
      n > 0
        ? `${messages(n)} ${plural(n, 'is', 'are')} not sent. Log out and delete ${plural(n, 'it', 'them')}?`
        : 'Everything is sent now. Log out?',
    stay: 'Stay',
    leave: (n: number) => (n > 0 ? 'Delete and log out' : 'Log out'),
  }
}

export type QuestionStrings = ReturnType<typeof enQuestion>
