import { writeSync } from 'node:fs'
import { unblocked } from './terminal-output.ts'

const PAUSE_MS = 5
const NOTICE_PATIENCE_MS = 500

/**
 * Writes all of a text before it returns. Waits for a reader that is slow, for `timeoutMs` at most; then, and for anything
 * else, it throws the system's error.
 */
export function writeWhole(descriptor: number, text: string, timeoutMs = Number.POSITIVE_INFINITY): void {
  let waitedMs = 0
  for (let rest = Buffer.from(text); rest.length > 0; ) {
    try {
      // a full disk takes a part, and complains the next time
      rest = rest.subarray(writeSync(unblocked(descriptor), rest))
    } catch (error) {
      if (!isBusy(error) || waitedMs >= timeoutMs) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS)
      waitedMs += PAUSE_MS
    }
  }
}

/** For what nobody has to read: returns false where `writeWhole` throws, soon. */
export function writeNotice(descriptor: number, text: string): boolean {
  try {
    writeWhole(descriptor, text, NOTICE_PATIENCE_MS)
    return true
  } catch {
    return false
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN'
}
