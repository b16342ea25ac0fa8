/** Lines behind each other that all went by the same number of places. */
interface Run {
  readonly first: number
  last: number
  readonly by: number
  readonly isAdded: boolean
}

/**
 * Where the messages of an import went, by the seqs of their lines: less than 0 for those that were here already. Of what comes in
 * order only its beginnings are kept.
 */
export class LinePlaces {
  readonly #runs: Run[] = []
  readonly #odd = new Map<number, number>()

  set(line: number, place: number): void {
    if (line <= 0) return
    const last = this.#runs.at(-1)
    const [by, isAdded] = [Math.abs(place) - line, place > 0]
    if (last && line <= last.last) this.#odd.set(line, place)
    else if (last && last.by === by && last.isAdded === isAdded) last.last = line
    else this.#runs.push({ first: line, last: line, by, isAdded })
  }

  /** Of a line between those of messages it may be the place of something else. */
  get(line: number): number | undefined {
    const odd = this.#odd.get(line)
    if (odd !== undefined) return odd
    let [low, high] = [0, this.#runs.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#runs[middle] as Run).first <= line) low = middle + 1
      else high = middle
    }
    const run = this.#runs[low - 1]
    if (!run || line > run.last) return undefined
    return run.isAdded ? line + run.by : -(line + run.by)
  }
}
