import { ChatError } from '../lib/chat-error.ts'
import type { PageAddress, ServerAddress } from './server-address.ts'

/** Browsers do not let a page of https talk to a server of http, but for this machine. */
export function checkScheme({ http }: ServerAddress, page: PageAddress | undefined): void {
  if (page?.protocol === 'https:' && /^http:(?!\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$))/.test(http)) {
    throw new ChatError(
      'wrong_scheme',
      `This page is secure (https), its chat server ${http} is not. The site’s owner has to serve the chat by https.`,
    )
  }
}
