import type { FromLog } from '../from-log.ts'

/** What is found out about the texts of one connection, in the order in which they came: a later one waits for those before it. */
export class InTurn {
  readonly #last = new WeakMap<object, Promise<unknown>>()

  /** A promise only where something waits. `by`: the connection; undefined: there is none. */
  take<T>(by: object | undefined, found: T | Promise<FromLog<T>>): T | Promise<FromLog<T>> {
    const before = by && this.#last.get(by)
    if (by === undefined || (before === undefined && !(found instanceof Promise))) return found
    const mine = this.#behind(before, found)
    this.#last.set(by, mine)
    void mine.finally(() => {
      if (this.#last.get(by) === mine) this.#last.delete(by)
    })
    return mine
  }

  async #behind<T>(before: Promise<unknown> | undefined, found: T | Promise<FromLog<T>>): Promise<FromLog<T>> {
    await before
    return found instanceof Promise ? found : { ok: true, value: found }
  }
}
