import { ChatError } from '../../lib/chat-error.ts'
import { VERSION } from './version.ts'

/** What each part says of itself. */
export interface PartFile {
  VERSION: string
}

/**
 * A file of this package that is loaded when it is wanted: from `beside` the script; where a page has copied that into one
 * of its own, from the chat server. Rejects with ChatError `version` where that has another one.
 */
export async function loadFile<File extends PartFile>(
  beside: () => Promise<File>,
  server: string,
  name: string,
): Promise<File> {
  try {
    return await beside()
  } catch {
    const address = `${server}/${name}`
    const file: File = await import(/* @vite-ignore */ /* webpackIgnore: true */ address)
    if (file.VERSION === VERSION) return file
    const advice = `The site’s owner has to take chat-widget.js anew from ${server}.`
    throw new ChatError('version', `This page and its chat server are of different versions. ${advice}`)
  }
}
