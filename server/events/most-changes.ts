/** For each message that a room keeps. */
const PER_MESSAGE = 10
/** As many as anybody resumes. */
const AT_LEAST = 300

/** Changes that a room keeps with so many messages. */
export function mostChanges(messages: number): number {
  return Math.max(AT_LEAST, PER_MESSAGE * messages)
}
