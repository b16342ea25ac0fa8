/** What is done for one key is done one after the other. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>()

  run<T>(key: string, act: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key)
    const turn = before === undefined ? act() : before.then(act)
    const over: Promise<void> = turn.then(noop, noop).then(() => {
      if (this.#last.get(key) === over) this.#last.delete(key)
    })
    this.#last.set(key, over)
    return turn
  }

  /** Resolves when nothing is being done. */
  async idle(): Promise<void> {
    while (this.#last.size > 0) await Promise.all(this.#last.values())
  }
}

function noop(): void {}
