// the sender of a body that is too large gets this far before it is answered, so that most hear the answer
const DRAIN_BYTES = 1_048_576

/** Gathers a request's body up to a bound; what goes beyond is read and thrown away, up to another. */
export class BodyCollector {
  readonly #max: number
  #chunks: Uint8Array[] = []
  #size = 0

  constructor(max: number) {
    this.#max = max
  }

  get tooLarge(): boolean {
    return this.#size > this.#max
  }

  /** The chunk must be the caller's own copy. Returns false when reading on is not worth it. */
  push(chunk: Uint8Array): boolean {
    this.#size += chunk.byteLength
    if (this.tooLarge) this.#chunks = []
    else if (chunk.byteLength > 0) this.#chunks.push(chunk)
    return this.#size <= this.#max + DRAIN_BYTES
  }

  /** Undefined when there was more than the bound. */
  take(): Uint8Array | undefined {
    return this.tooLarge ? undefined : Buffer.concat(this.#chunks)
  }
}
