/** Shared by queues that are empty: a list for each takes memory. Never changed. */
const NONE: never[] = []

/** What a queue asks of its owner; an interface, since closures for every connection take memory. */
export interface RequestRunner<Item> {
  /** Resolves when it is answered, and never rejects; undefined: it is answered already. */
  run(item: Item): Promise<void> | undefined
  /** May start while others of its kind are on their way. */
  pipelined(item: Item): boolean
  /** Nothing waits any more. */
  emptied(): void
}

/**
 * Runs the requests of one connection in order. One that answers later holds up those behind it; only those that are
 * `pipelined` may start while others of their kind are on their way.
 */
export class RequestQueue<Item> {
  readonly #runner: RequestRunner<Item>
  #waiting: Item[] = NONE
  #next = 0
  #onTheWay = 0
  #barrier = false
  #running = false

  constructor(runner: RequestRunner<Item>) {
    this.#runner = runner
  }

  get size(): number {
    return this.#waiting.length - this.#next + this.#onTheWay
  }

  push(item: Item): void {
    if (this.#waiting === NONE) this.#waiting = [item]
    else this.#waiting.push(item)
    this.#pump()
  }

  clear(): void {
    this.#waiting = NONE
    this.#next = 0
    this.#runner.emptied()
  }

  #pump(): void {
    // A request may push another, or clear the queue, while it runs.
    if (this.#running) return
    this.#running = true
    try {
      while (this.#next < this.#waiting.length && this.#start(this.#waiting[this.#next] as Item)) {}
    } finally {
      this.#running = false
    }
    if (this.#next >= this.#waiting.length) this.clear()
    else if (this.#next > 1_000) {
      this.#waiting.splice(0, this.#next)
      this.#next = 0
    }
  }

  #start(item: Item): boolean {
    const pipelined = this.#runner.pipelined(item)
    if (this.#barrier || (!pipelined && this.#onTheWay > 0)) return false
    this.#next++
    const answer = this.#runner.run(item)
    if (answer === undefined) return true
    this.#onTheWay++
    this.#barrier = !pipelined
    void answer.then(() => {
      this.#onTheWay--
      this.#barrier = false
      this.#pump()
    })
    return true
  }
}
