/** What whoever takes accounts is told of them. */
export const WORDS_OF_ACCOUNTS =
  'This holds the hashes of passwords: who has it can try passwords until one fits. Logins are not in it.\n'

/** What whoever takes all of a chat is told of what two people wrote to each other; empty: there is nothing of it. */
export function wordsOfDirect(count: number): string {
  if (count === 0) return ''
  const rooms = count === 1 ? 'one direct room' : `${count} direct rooms`
  return `This holds all that people wrote to each other in ${rooms}, which nobody but those two can read elsewhere.\n`
}
