import { NO_BODY } from './read-request.ts'

// the sender of a body that is too large gets this far before it is answered, so that most hear the answer
const DRAIN_BYTES = 1_048_576

/** Copies a request's body up to a bound; what goes beyond is read and thrown away, up to another. */
export class BodyCollector {
  readonly #max: number
  // one piece that grows: a list of chunks would let a sender of single bytes multiply the bound
  #bytes = NO_BODY
  #size = 0

  constructor(max: number) {
    this.#max = max
  }

  get tooLarge(): boolean {
    return this.#size > this.#max
  }

  /** Returns false when reading on is not worth it. */
  push(chunk: Uint8Array): boolean {
    const start = this.#size
    this.#size += chunk.byteLength
    if (this.tooLarge) {
      this.#bytes = NO_BODY
      return this.#size <= this.#max + DRAIN_BYTES
    }
    if (this.#size > this.#bytes.length) {
      const grown = new Uint8Array(Math.min(this.#max, Math.max(this.#size, this.#bytes.length * 2)))
      grown.set(this.#bytes.subarray(0, start))
      this.#bytes = grown
    }
    this.#bytes.set(chunk, start)
    return true
  }

  /**
   * Whether to answer before the body comes: a polite client announces it and waits for the go-ahead, which one that is
   * too large does not get.
   */
  refuse(headers: ReadonlyMap<string, string>): boolean {
    if (!headers.has('expect') || !(Number(headers.get('content-length')) > this.#max)) return false
    this.#size = Number.POSITIVE_INFINITY
    return true
  }

  /** Undefined when there was more than the bound. */
  take(): Uint8Array | undefined {
    return this.tooLarge ? undefined : this.#bytes.subarray(0, this.#size)
  }
}
