import type { Refusal } from '../../sdk/protocol/error-codes.ts'

/** What was read of the room log, or why it was not. */
export type FromLog<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }
