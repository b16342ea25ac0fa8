import type { ErrorCode } from '../../../sdk/protocol/error-codes.ts'

/** What a refusal's code is as a status. */
const STATUS: { [K in ErrorCode]?: number } = {
  unauthorized: 401,
  token_expired: 401,
  wrong_credentials: 401,
  forbidden: 403,
  banned: 403,
  muted: 403,
  origin_refused: 403,
  not_found: 404,
  username_taken: 409,
  conflict: 409,
  identity_changed: 409,
  too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
}

/** The others are what somebody sent: 400. */
export function statusOf(code: ErrorCode): number {
  return STATUS[code] ?? 400
}
