import type { Message } from './records.ts'

/** Every code a refusal can carry, and whether trying again later can help. */
export const ERROR_CODES = {
  bad_request: false,
  invalid_username: false,
  username_taken: false,
  weak_password: false,
  wrong_credentials: false,
  origin_refused: false,
  unauthorized: false,
  token_expired: false,
  identity_changed: false,
  forbidden: false,
  not_found: false,
  not_joined: false,
  too_large: false,
  unsupported_media_type: false,
  invalid_message: false,
  invalid_room: false,
  invalid_emoji: false,
  conflict: false,
  too_many: false,
  muted: false,
  banned: false,
  blocked_by_rule: false,
  rate_limited: true,
  slow_mode: true,
  unavailable: true,
  deferred: true,
  internal: true,
} as const

export type ErrorCode = keyof typeof ERROR_CODES

export function isRetryable(code: ErrorCode): boolean {
  return ERROR_CODES[code]
}

/** Why something was refused: `code` for programs, `message` a sentence that says what to do. */
export interface Refusal {
  code: ErrorCode
  message: string
  retryable: boolean
  retryAfterMs?: number | undefined
  /** `conflict` of an edit: the message as it stands. */
  current?: Message | undefined
  /** `not_found`: it is the message that was to be answered that is gone. */
  replyTo?: true | undefined
  /** `blocked_by_rule`: the filter, and what of it may be said. */
  rule?: string | undefined
  detail?: string | undefined
}

/** The body of every HTTP refusal. */
export interface HttpRefusal {
  error: { code: ErrorCode; message: string; retryAfterMs?: number | undefined }
}
