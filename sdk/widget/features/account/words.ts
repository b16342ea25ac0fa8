import type { ChatError } from '../../../lib/chat-error.ts'
import { sentences } from '../../i18n/en-errors.ts'
import { plural } from '../../i18n/formats.ts'

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
  // In the menu, and the headings of the sheets
  create: 'Create account',
  account: 'Account',
  close: 'Close',
  /** Above the form of a guest's new account. */
  createSays: 'Keep your name and your messages: choose a password, and log in with both on any device.',
  created: 'This is your account now. You can log in with your name and password.',
  bySite: 'You are signed in by this site. It keeps your password and your name.',
  devices: 'Where you are logged in',
  devicesLoading: 'Loading your devices',
  thisDevice: 'This device',
  otherDevice: 'Another device',
  used: (when: string) => `Used ${when}`,
  end: 'Log out',
  endAt: (device: string, when: string) => `Log out: ${device}, used ${when}`,
  ended: (left: number) => `Logged out there. ${left} other ${plural(left, 'device')} left.`,
  changePassword: 'Change password',
  oldPassword: 'Current password',
  newPassword: 'New password',
  passwordSays: 'All your other devices are logged out.',
  passwordChanged: 'Your password is changed. All your other devices are logged out.',
  data: 'Your data',
  download: 'Download my data',
  downloaded: 'Your data is being saved as a file.',
  remove: 'Delete my account',
  removeAsk: 'Delete your account?',
  removeSays:
    'Your name, your password and every message that you wrote are deleted for everybody, for ever. It can take a while until the last one is gone. Nobody can undo this.',
  removeSaysSite:
    'Your name here and every message that you wrote are deleted for everybody, for ever. It can take a while until the last one is gone. Nobody can undo this. Your account on the site stays.',
  removeNow: 'Delete for ever',
  keep: 'Keep my account',
  removed: 'Your account is deleted.',
  error(error: ChatError): string {
    const { code, retryAfterMs = 0 } = error
    const minutes = Math.ceil(retryAfterMs / 60_000)
    if (code === 'wrong_credentials') return 'This name and this password do not belong together. Check both.'
    if (code === 'username_taken') return 'This name is taken. Choose another one, or log in if it is yours.'
    if (code === 'rate_limited' && minutes > 1) return `Too many tries. Wait ${minutes} minutes and try again.`
    return sentences(error)
  },
  /** Of a password that is asked for again. */
  errorAgain: (error: ChatError): string =>
    error.code === 'wrong_credentials' ? 'This is not your password. Try again.' : words.error(error),
}
