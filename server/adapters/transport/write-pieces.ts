import type { BodyPieces } from '../../ports/transport.ts'

/** Where the pieces go. */
export interface PieceSink {
  /** False: the client has to read first; `resume` is called when it has. */
  write(piece: string): boolean
  /** The body is whole. */
  end(): void
  /** It will never be whole: the connection ends, so that nobody takes it for all. */
  abort(error: unknown): void
}

/** Writes a body piece by piece, and never more than the client reads. */
export class PieceWriter {
  readonly #pieces: BodyPieces
  readonly #sink: PieceSink
  #resume: (() => void) | undefined
  #stopped = false

  constructor(pieces: BodyPieces, sink: PieceSink) {
    this.#pieces = pieces
    this.#sink = sink
    void this.#run()
  }

  /** The client has read. */
  resume(): void {
    this.#resume?.()
  }

  /** The client has gone; nothing is written any more. */
  stop(): void {
    if (this.#stopped) return
    this.#stopped = true
    this.#pieces.return()
    this.#resume?.()
  }

  async #run(): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await this.#pieces.next()
        if (this.#stopped) return
        if (done) break
        if (this.#sink.write(value)) continue
        await new Promise<void>(resolve => {
          this.#resume = resolve
        })
        if (this.#stopped) return
      }
      this.#stopped = true
      this.#pieces.return()
      this.#sink.end()
    } catch (error) {
      if (this.#stopped) return
      this.stop()
      this.#sink.abort(error)
    }
  }
}
