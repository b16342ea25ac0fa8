/** Memory for the requests of all connections that wait for those before them. */
export class Backlog {
  readonly #most: number
  readonly #mostOfOne: number
  #bytes = 0

  /** Bytes: in all, and for one connection. */
  constructor(most: number, mostOfOne: number) {
    this.#most = most
    this.#mostOfOne = mostOfOne
  }

  get bytes(): number {
    return this.#bytes
  }

  /** False: there is no place for so many more, for one that has `held`. */
  take(held: number, bytes: number): boolean {
    if (held > 0 && (held + bytes > this.#mostOfOne || this.#bytes + bytes > this.#most)) return false
    this.#bytes += bytes
    return true
  }

  give(bytes: number): void {
    this.#bytes -= bytes
  }
}
