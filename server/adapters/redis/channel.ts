import type { ChannelListener } from './engine.ts'

interface Ear {
  readonly listener: ChannelListener
  /** It was told so last. */
  isLive: boolean
}

/** A channel and who listens to it on this node. */
export class Channel {
  readonly name: string
  readonly tag: string
  readonly #ears = new Set<Ear>()
  readonly #onFault: (error: unknown) => void
  #isLive = false

  constructor(name: string, tag: string, onFault: (error: unknown) => void) {
    this.name = name
    this.tag = tag
    this.#onFault = onFault
  }

  get isWanted(): boolean {
    return this.#ears.size > 0
  }

  /** Returns what ends it. */
  add(listener: ChannelListener): () => void {
    const ear = { listener, isLive: false }
    this.#ears.add(ear)
    // not before the caller has what ends it
    queueMicrotask(() => this.#isLive && this.#become(ear, true))
    return () => this.#ears.delete(ear)
  }

  live(): void {
    this.#isLive = true
    for (const ear of [...this.#ears]) this.#become(ear, true)
  }

  lost(): void {
    this.#isLive = false
    for (const ear of [...this.#ears]) this.#become(ear, false)
  }

  message(text: string): void {
    for (const ear of [...this.#ears])
      if (ear.isLive && this.#ears.has(ear)) this.#try(() => ear.listener.message(text))
  }

  #become(ear: Ear, isLive: boolean): void {
    if (ear.isLive === isLive || !this.#ears.has(ear)) return
    ear.isLive = isLive
    this.#try(() => (isLive ? ear.listener.live() : ear.listener.lost()))
  }

  #try(fn: () => void): void {
    try {
      fn()
    } catch (error) {
      this.#onFault(error)
    }
  }
}
