/** Runs tasks one after the other, in the order in which they were given. */
export class Turns {
  #last: Promise<void> | undefined

  /** Resolves when no task is under way any more; undefined: there is none. */
  get over(): Promise<void> | undefined {
    return this.#last
  }

  /** The first one runs at once; each other one when the one before has settled, however that ended. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#last ? this.#last.then(task) : task()
    const end = () => {
      if (this.#last === last) this.#last = undefined
    }
    const last: Promise<void> = done.then(end, end)
    this.#last = last
    return done
  }
}
