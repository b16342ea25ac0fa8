/**
 * Runs the requests of one connection in order. One that answers later holds up those behind it; only those that are
 * `pipelined` may start while others of their kind are on their way.
 */
export class RequestQueue<Item> {
  readonly #run: (item: Item) => Promise<void> | undefined
  readonly #pipelined: (item: Item) => boolean
  #waiting: Item[] = []
  #next = 0
  #onTheWay = 0
  #barrier = false
  #running = false

  constructor(run: (item: Item) => Promise<void> | undefined, pipelined: (item: Item) => boolean) {
    this.#run = run
    this.#pipelined = pipelined
  }

  get size(): number {
    return this.#waiting.length - this.#next + this.#onTheWay
  }

  push(item: Item): void {
    this.#waiting.push(item)
    this.#pump()
  }

  clear(): void {
    this.#waiting = []
    this.#next = 0
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
    const pipelined = this.#pipelined(item)
    if (this.#barrier || (!pipelined && this.#onTheWay > 0)) return false
    this.#next++
    const answer = this.#run(item)
    if (answer === undefined) return true
    this.#onTheWay++
    this.#barrier = !pipelined
    void answer.finally(() => {
      this.#onTheWay--
      this.#barrier = false
      this.#pump()
    })
    return true
  }
}
