/** The history of a tab: entries with a state each, as browsers keep them. `go` tells as they do, but at once. */
export class FakeTab extends EventTarget {
  entries: unknown[]
  at = 0
  /** Every write fails. */
  broken = false
  readonly history: History

  constructor(state: unknown = null) {
    super()
    this.entries = [structuredClone(state)]
    this.history = {
      pushState: (next: unknown, _: string, url?: string) => this.#write(next, url, this.at + 1),
      replaceState: (next: unknown, _: string, url?: string) => this.#write(next, url, this.at),
    } as History
    Object.defineProperty(this.history, 'state', { get: () => this.state })
  }

  get state(): unknown {
    if (this.broken) throw new DOMException('Not here.', 'SecurityError')
    return this.entries[this.at]
  }

  go(delta: number): void {
    if (this.at + delta < 0 || this.at + delta >= this.entries.length) return
    this.at += delta
    this.dispatchEvent(Object.assign(new Event('popstate'), { state: this.entries[this.at] }))
  }

  #write(state: unknown, url: string | undefined, at: number): void {
    if (this.broken) throw new DOMException('Not here.', 'SecurityError')
    if (url !== undefined) throw new Error('The address is the page’s.')
    if (at > this.at) this.entries.length = at
    this.entries[at] = structuredClone(state)
    this.at = at
  }
}
