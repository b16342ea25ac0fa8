import type { ChatError } from '../../lib/chat-error.ts'

const again = 'Try again in a moment.'
const over = 'Your session is over. Join again.'

const SENTENCES: { [code in ChatError['code']]?: string } = {
  invalid_username: 'Choose a name of 1 to 32 visible characters.',
  username_taken: 'Somebody here has that name already. Choose another one.',
  unauthorized: over,
  token_expired: over,
  removed: 'A moderator removed you from this chat.',
  forbidden: 'You may not enter this room.',
  invalid_room: 'This room’s name cannot be used. The site’s owner has to choose another one.',
  invalid_message: 'There is nothing to send.',
  too_large: 'The message is too long. Shorten it.',
  wrong_scheme:
    'This page is secure (https), its chat server is not (http). The site’s owner has to serve the chat by https.',
  server_gone: 'No chat server answers at this address. The site’s owner has to check the address.',
  version: 'Page and chat server do not fit together. Reload the page; if that does not help, tell the site’s owner.',
  network: `The chat server cannot be reached. Check your connection. ${again}`,
  timeout: `The chat server did not answer. ${again}`,
  offline: 'You are offline.',
  unavailable: `The chat is not available just now. ${again}`,
  internal: `The chat server made a mistake. ${again}`,
  closed: 'The chat was closed.',
}

/** What happened and what to do, in words for people; the server's own sentence for codes without one here. */
export function sentences(error: ChatError): string {
  if (error.code === 'origin_refused') {
    const origin = globalThis.location?.origin ?? 'this page'
    return `The chat server does not serve ${origin}. The site’s owner has to start it with --origins ${origin}.`
  }
  if (error.code === 'rate_limited') {
    const seconds = Math.ceil((error.retryAfterMs ?? 0) / 1000)
    return seconds > 0 ? `That was too fast. Wait ${seconds} s and try again.` : `That was too fast. ${again}`
  }
  // Too much of something else than of text
  if (error.code === 'too_large' && error.retryable) return error.message
  return SENTENCES[error.code] ?? error.message
}
