/** What came of the inputs, counted by kind: `error bad_request`, `close 4500`, `http 413`. */
export class Outcomes {
  readonly #counts = new Map<string, number>()

  add(kind: string, times = 1): void {
    this.#counts.set(kind, this.of(kind) + times)
  }

  of(kind: string): number {
    return this.#counts.get(kind) ?? 0
  }

  /** The kinds that were seen fewer times than this. */
  below(least: number, kinds: readonly string[]): string[] {
    return kinds.filter(kind => this.of(kind) < least).map(kind => `${kind}: ${this.of(kind)}`)
  }

  toString(): string {
    const sorted = [...this.#counts].sort(([a], [b]) => a.localeCompare(b))
    return sorted.map(([kind, count]) => `${kind}: ${count}`).join(', ')
  }
}
