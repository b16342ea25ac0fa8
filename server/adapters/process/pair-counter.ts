import { Counter, type Registry } from 'prom-client'

type Label = string | number

/**
 * A counter with two labels of few values. It adds up by itself and tells the library when someone asks, whose `inc`
 * makes a text of the labels each time.
 */
export class PairCounter {
  readonly #new = new Map<Label, Map<Label, number>>()

  constructor(registry: Registry, name: string, help: string, labelNames: readonly [string, string]) {
    const counter: Counter = new Counter({
      name,
      help,
      labelNames,
      registers: [registry],
      collect: () =>
        this.#report((one, other, count) => counter.inc({ [labelNames[0]]: one, [labelNames[1]]: other }, count)),
    })
  }

  inc(one: Label, other: Label): void {
    let row = this.#new.get(one)
    if (row === undefined) {
      row = new Map()
      this.#new.set(one, row)
    }
    row.set(other, (row.get(other) ?? 0) + 1)
  }

  #report(add: (one: Label, other: Label, count: number) => void): void {
    for (const [one, row] of this.#new) for (const [other, count] of row) add(one, other, count)
    this.#new.clear()
  }
}
