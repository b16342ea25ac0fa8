/** A promise that can be renewed. */
export class Gate<T> {
  #pass: ((value: T) => void) | undefined
  passed = this.#renew()

  /** True the first time after it was closed. */
  pass(value: T): boolean {
    const pass = this.#pass
    this.#pass = undefined
    pass?.(value)
    return !!pass
  }

  /** Who waits goes on waiting; who comes now waits for the next `pass`. */
  close(): void {
    if (!this.#pass) this.passed = this.#renew()
  }

  #renew(): Promise<T> {
    return new Promise(resolve => {
      this.#pass = resolve
    })
  }
}
