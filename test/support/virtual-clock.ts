interface Timer {
  readonly at: number
  readonly order: number
  /** Undefined: cancelled, or run. */
  fn: (() => void) | undefined
}

/** Time that stands still until it is told to go on. Serves the client and the server. */
export class VirtualClock {
  #now: number
  #order = 0
  #pending = 0
  /** A binary heap; cancelled timers leave it when they come to its top. */
  readonly #heap: Timer[] = []

  constructor(now = 1_700_000_000_000) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  /** What `now` says, unless a test makes that another time of day. */
  elapsed(): number {
    return this.#now
  }

  after(ms: number, fn: () => void): () => void {
    const timer: Timer = { at: this.#now + Math.max(0, ms), order: this.#order++, fn }
    this.#pending++
    this.#push(timer)
    return () => {
      if (timer.fn) this.#pending--
      timer.fn = undefined
    }
  }

  every(ms: number, fn: () => void): () => void {
    const again = () => {
      cancel = this.after(ms, again)
      fn()
    }
    let cancel = this.after(ms, again)
    return () => cancel()
  }

  /** Timers that wait; 0 means that nothing was left behind. */
  get pending(): number {
    return this.#pending
  }

  /** Runs what is due within `ms`, in order, without letting promises go on in between. */
  advance(ms: number): void {
    const end = this.#now + ms
    while (this.step(end)) {}
    this.#now = end
  }

  /** The same, but promises go on after each timer. */
  async run(ms: number): Promise<void> {
    const end = this.#now + ms
    await settle()
    while (this.step(end)) await settle()
    this.#now = end
  }

  /** Goes on to the next timer that is due by `end`; false if there is none. */
  step(end: number): boolean {
    while (this.#heap[0] && !this.#heap[0].fn) this.#pop()
    const next = this.#heap[0]
    if (!next?.fn || next.at > end) return false
    this.#pop()
    const { fn } = next
    next.fn = undefined
    this.#pending--
    this.#now = Math.max(this.#now, next.at)
    fn()
    return true
  }

  #push(timer: Timer): void {
    const heap = this.#heap
    let at = heap.push(timer) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isBefore(timer, heap[parent] as Timer)) break
      heap[at] = heap[parent] as Timer
      at = parent
    }
    heap[at] = timer
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Timer, heap[child] as Timer)) child++
      if (!isBefore(heap[child] as Timer, last)) break
      heap[at] = heap[child] as Timer
      at = child
    }
    heap[at] = last
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

/** Lets every promise that can go on do so. */
export function settle(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
