import type { ErrorCode } from '../protocol/error-codes.ts'
import type { Message } from '../protocol/records.ts'

/**
 * Codes that only the client gives: `offline` no connection when one was needed; `timeout` no reply came;
 * `network` HTTP did not get through; `wrong_scheme` an https page cannot reach an http server; `server_gone` nothing
 * that speaks this protocol answers there; `invalid_server` the address is none; `removed` a moderator ended it; `version` the server speaks another version;
 * `signed_out` the site gives no token, or none that counts; `closed` the client was closed first, or the room left or released;
 * `canceled` the page that the element is in stopped it.
 */
export type ClientErrorCode =
  | 'offline'
  | 'timeout'
  | 'network'
  | 'wrong_scheme'
  | 'server_gone'
  | 'invalid_server'
  | 'removed'
  | 'version'
  | 'signed_out'
  | 'closed'
  | 'canceled'

export interface ChatErrorOptions {
  retryable?: boolean
  /** ms to wait before trying again, where the server said so. */
  retryAfterMs?: number | undefined
  /** `conflict` of an edit: the message as it stands. */
  current?: Message | undefined
  /** `not_found`: it is the message that was to be answered that is gone. */
  replyTo?: true | undefined
  /** `blocked_by_rule`: the filter, and what of it may be said. */
  rule?: string | undefined
  detail?: string | undefined
  cause?: unknown
}

/** The one error of this package: `code` for programs, `message` a sentence for people. */
export class ChatError extends Error {
  override name = 'ChatError'
  declare readonly code: ErrorCode | ClientErrorCode
  declare readonly retryable: boolean
  declare readonly retryAfterMs: number | undefined
  declare readonly current: Message | undefined
  declare readonly replyTo: true | undefined
  declare readonly rule: string | undefined
  declare readonly detail: string | undefined

  constructor(
    code: ErrorCode | ClientErrorCode,
    message: string,
    { cause, retryable = false, ...known }: ChatErrorOptions = {},
  ) {
    super(message, cause === undefined ? undefined : { cause })
    Object.assign(this, { code, retryable }, known)
  }
}
