import type { ChatError } from '../../../lib/chat-error.ts'
import { sentences } from '../../i18n/en-errors.ts'

/** How somebody comes in. */
export type Way = 'guest' | 'login' | 'register'

/** The words of accounts. */
export const words = {
  /** Of these words. */
  lang: 'en',
  name: 'Your name',
  password: 'Password',
  show: 'Show',
  showPassword: 'Show password',
  /** On the button of the form. */
  enter: { guest: 'Join Chat', login: 'Log in', register: 'Create account' } satisfies Record<Way, string>,
  /** What leads to another way. */
  go: {
    guest: 'Join as a guest',
    login: 'Log in with a password',
    register: 'Create an account',
  } satisfies Record<Way, string>,
  busy: 'One moment',
  ways: 'Other ways to join',
  noName: 'Type your name.',
  noPassword: 'Type your password.',
  error(error: ChatError): string {
    const { code, retryAfterMs = 0 } = error
    const minutes = Math.ceil(retryAfterMs / 60_000)
    if (code === 'wrong_credentials') return 'This name and this password do not belong together. Check both.'
    if (code === 'username_taken') return 'This name is taken. Choose another one, or log in if it is yours.'
    if (code === 'rate_limited' && minutes > 1) return `Too many tries. Wait ${minutes} minutes and try again.`
    return sentences(error)
  },
}
