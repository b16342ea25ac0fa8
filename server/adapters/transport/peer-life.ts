import type { PeerEvents } from '../../ports/transport.ts'

/** The application's side of one peer: `closed` exactly once and after `open`, nothing behind it, no throw gets out. */
export class PeerLife {
  readonly #onFault: (error: unknown) => void
  #events: PeerEvents | undefined
  #ended: { code: number; slow: boolean } | undefined

  constructor(onFault: (error: unknown) => void) {
    this.#onFault = onFault
  }

  get ended(): boolean {
    return this.#ended !== undefined
  }

  /** False when `open` threw: there is nobody to serve the peer. */
  begin(open: () => PeerEvents): boolean {
    const opened = this.#guard(() => {
      this.#events = open()
    })
    if (opened && this.#ended) this.#notify(this.#ended)
    return opened
  }

  /** False when the application threw. */
  text(text: string): boolean {
    return this.ended || this.#guard(() => this.#events?.text(text))
  }

  binary(): boolean {
    return this.ended || this.#guard(() => this.#events?.binary())
  }

  /** The first call counts. */
  end(code: number, slow: boolean): void {
    if (this.#ended) return
    this.#ended = { code, slow }
    this.#notify(this.#ended)
  }

  #notify({ code, slow }: { code: number; slow: boolean }): void {
    this.#guard(() => this.#events?.closed(code, slow))
  }

  #guard(call: () => void): boolean {
    try {
      call()
      return true
    } catch (error) {
      this.#onFault(error)
      return false
    }
  }
}
