import { SessionCookie } from '../../server/app/http/cookies.ts'

/** What a page of the server's own origin sends with the browser's cookie. */
export function cookieHeaders(token: string | undefined): Record<string, string> {
  return token === undefined
    ? {}
    : { origin: 'http://localhost', cookie: new SessionCookie(false, '').set(token, 0).split(';')[0] ?? '' }
}

/** Of whoever comes. */
export const HEADERS = new Map([
  ['host', 'localhost'],
  ['sec-websocket-protocol', 'chat.v1'],
])
