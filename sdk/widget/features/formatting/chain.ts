import type { Account } from './account.ts'
import { type Around, around } from './flanking.ts'

export const MARK = /[*_~|]/

/** What is around marks of any kind that stand together: looked at once for all of them, from left to right. */
export class Chain {
  readonly #text: string
  readonly #account: Account
  #to = 0
  #around: Around | undefined

  constructor(text: string, account: Account) {
    this.#text = text
    this.#account = account
  }

  at(index: number): Around {
    if (this.#around && index < this.#to) return this.#around
    let to = index
    while (MARK.test(this.#text.charAt(to))) to++
    this.#account.steps += to - index
    this.#to = to
    this.#around = around(this.#text, index, to)
    return this.#around
  }
}
