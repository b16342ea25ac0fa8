import { ChatError } from '../lib/chat-error.ts'

/** A file of this package that is loaded when it is wanted first. Rejects with ChatError `network`, and is tried again by the next. */
export async function loadLate<File>(load: () => Promise<File>): Promise<File> {
  try {
    return await load()
  } catch (cause) {
    throw new ChatError('network', 'The chat could not be loaded. Try again in a moment.', { retryable: true, cause })
  }
}
