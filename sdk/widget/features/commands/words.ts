/** The words of commands. */
export const words = {
  /** Of these words. */
  lang: 'en',
  commands: 'Commands',
  me: 'Say what you do',
  shrug: 'Send a shrug',
  topic: 'Say what this room is about',
  unknown: (name: string) => `There is no /${name} here. To send it as a text, write //${name}.`,
  meNothing: 'Write what you do behind it, such as /me waves.',
  topicNothing: 'Write what the room is about behind it.',
  topicNotAllowed: 'You may not say here what this room is about.',
  topicTooLong: (most: number) => `A topic has at most ${most} characters.`,
  topicSet: 'The topic of the room is changed.',
  failed: (name: string, why: string) => `/${name} did not work. ${why}`,
  failedPlain: 'Try again later.',
  slow: (name: string) => `/${name} is still at work.`,
  left: (name: string) => `/${name} was done after you had gone to another room, and nothing was sent.`,
}
