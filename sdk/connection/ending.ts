import { ChatError, type ClientErrorCode } from '../lib/chat-error.ts'
import { CLOSE, mayReconnect } from '../protocol/close-codes.ts'
import type { ErrorCode, Refusal } from '../protocol/error-codes.ts'
import type { DisconnectEvent } from '../protocol/events.ts'

/** How a try or a connection ended, and whether trying again by itself may help. */
export interface Ending {
  error: ChatError
  retry: boolean
  /** Asked for by the server: wait at least this long, and then a random part of `spreadMs`. */
  retryAfterMs?: number | undefined
  spreadMs?: number | undefined
}

export interface EndingContext {
  /** The page's origin; undefined outside of browsers. */
  origin: string | undefined
  /** A token has `ended` or was refused: whether another one may be had without a person. Left out: none can. */
  renewable?: ((ended: boolean) => boolean) | undefined
}

export const OVER = 'Your session is over. Log in again.'

/** The session is over, whatever is tried. */
export const SESSION_OVER = new Set<ChatError['code']>([
  'unauthorized',
  'token_expired',
  'username_taken',
  'signed_out',
])

type Told = Pick<DisconnectEvent, 'retryAfterMs' | 'spreadMs' | 'reason'>

/** What a close code means. */
export function endingOfClose(code: number, told: Told, context: EndingContext): Ending {
  const { retryAfterMs, spreadMs } = told
  const [name, message] = explain(code, told.reason, context)
  const ended = code === CLOSE.tokenExpired
  const retry = ended || code === CLOSE.unauthorized ? renews(ended, context) : mayReconnect(code)
  return { error: new ChatError(name, message, { retryable: retry, retryAfterMs }), retry, retryAfterMs, spreadMs }
}

/** What a refused `connect` means. */
export function endingOfRefusal(refusal: Refusal, context: EndingContext): Ending {
  const { code, message, retryable, retryAfterMs } = refusal
  const retry = code === 'unauthorized' || code === 'token_expired' ? renews(false, context) : retryable
  return { error: new ChatError(code, message, { retryable: retry, retryAfterMs }), retry, retryAfterMs }
}

/** Whether there may be another token than one that has `ended`, or was refused. */
const renews = (ended: boolean, { renewable }: EndingContext) => !!renewable?.(ended)

function explain(code: number, reason: string, { origin }: EndingContext): [ErrorCode | ClientErrorCode, string] {
  switch (code) {
    case CLOSE.tokenExpired:
      return ['token_expired', OVER]
    case CLOSE.unauthorized:
      return ['unauthorized', OVER]
    case CLOSE.removed:
      return ['removed', reason || 'A moderator removed you from this chat.']
    case CLOSE.originRefused:
      return ['origin_refused', refusedOrigin(origin)]
    case CLOSE.version:
      return ['version', 'This page and its chat server are of different versions. Reload the page.']
    case CLOSE.rateLimited:
      return ['rate_limited', 'Too many requests. Trying again soon.']
  }
  if (!mayReconnect(code)) return ['bad_request', reason || `The server has closed the connection (${code}).`]
  return ['offline', 'The connection was lost. Trying again.']
}

export function refusedOrigin(origin = 'this origin'): string {
  return `The chat server does not serve ${origin}. The site’s owner has to start it with --origins ${origin}.`
}
