import { type ErrorCode, isRetryable, type Refusal } from '../../sdk/protocol/error-codes.ts'

/** A refusal as a value; `message` is a sentence that says what to do. */
export function refusal(code: ErrorCode, message: string, retryAfterMs?: number): Refusal {
  const base = { code, message, retryable: isRetryable(code) }
  return retryAfterMs === undefined ? base : { ...base, retryAfterMs }
}
