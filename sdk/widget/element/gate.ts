/** A promise that can be renewed. */
export class Gate<T> {
  #pass!: (value: T) => void
  #fail!: (error: Error) => void
  #state: 'waiting' | 'passed' | 'failed' = 'waiting'
  passed = this.#renew()

  /** True the first time after it was closed or has failed. */
  pass(value: T): boolean {
    if (this.#state === 'passed') return false
    this.retry()
    this.#state = 'passed'
    this.#pass(value)
    return true
  }

  /** Who waits is told why nothing will come of it, and who comes now, too. */
  fail(error: Error): void {
    if (this.#state !== 'waiting') this.passed = this.#renew()
    this.#state = 'failed'
    this.#fail(error)
  }

  /** What has failed may pass now: who comes now waits for that. */
  retry(): void {
    if (this.#state === 'failed') this.passed = this.#renew()
  }

  /** Who waits goes on waiting; who comes now waits for the next `pass`. */
  close(): void {
    if (this.#state !== 'waiting') this.passed = this.#renew()
  }

  #renew(): Promise<T> {
    this.#state = 'waiting'
    const passed = new Promise<T>((resolve, reject) => {
      this.#pass = resolve
      this.#fail = reject
    })
    // Nobody has to wait for it
    passed.catch(() => {})
    return passed
  }
}
