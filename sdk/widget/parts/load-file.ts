import { ChatError } from '../../lib/chat-error.ts'

/**
 * How a script loads its files: from beside itself, and where nothing of its build is there from `server`. The build puts
 * it in the place of `import()`; where a bundler splits the code there is none. See scripts/parts.mjs.
 */
declare const loadPart: (((name: string) => Promise<unknown>) & { server?: string }) | undefined

/**
 * A file of this package that is loaded when it is wanted. `server`: the chat server's address. Rejects with ChatError
 * `version` where that has another build.
 */
export async function loadFile<File>(load: () => Promise<File>, server: string): Promise<File> {
  if (typeof loadPart === 'function') loadPart.server = `${server}/`
  try {
    return await load()
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    const advice = `The site’s owner has to take chat-widget.js anew from ${server}.`
    throw new ChatError('version', `This page and its chat server are of different versions. ${advice}`, { cause })
  }
}
