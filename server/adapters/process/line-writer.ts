import { writeSync } from 'node:fs'
import { unblocked } from './terminal-output.ts'

/** Takes bytes and returns how many of them it took, or throws the system's error; as `writeSync`. */
type Put = (bytes: Uint8Array) => number

const NEWLINE = 10

/**
 * Writes lines of a log at once, so that the last words before an exit are not lost. What cannot be written (a full disk,
 * a reader that is gone or does not read) is dropped, and the next line that can be written begins with the number of those
 * that were. Never throws.
 */
export class LineWriter {
  readonly #put: Put
  readonly #lostLine: (lost: number) => string
  #lost = 0
  /** The last line was written in part. */
  #torn = false

  /** `lostLine` makes the line that says how many were lost. */
  constructor(descriptor: number, lostLine: (lost: number) => string, put?: Put) {
    this.#put = put ?? (bytes => writeSync(unblocked(descriptor), bytes))
    this.#lostLine = lostLine
  }

  write(line: string): void {
    const notice = Buffer.from((this.#torn ? '\n' : '') + (this.#lost > 0 ? this.#lostLine(this.#lost) : ''))
    const bytes = Buffer.concat([notice, Buffer.from(line)])
    const written = this.#write(bytes)
    if (written > 0) this.#torn = bytes[written - 1] !== NEWLINE
    if (written >= notice.length) this.#lost = 0
    if (written < bytes.length) this.#lost++
  }

  /** The number of bytes that could be written. */
  #write(bytes: Uint8Array): number {
    let written = 0
    try {
      while (written < bytes.length) written += this.#put(bytes.subarray(written))
    } catch {
      // nobody is left to be told
    }
    return written
  }
}
