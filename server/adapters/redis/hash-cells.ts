import type { Cells } from './cells.ts'
import type { Command } from './engine.ts'

/** Fields and values of one command. */
const AT_ONCE = 1_000

/** One hash: see `Cells`. */
export class HashCells {
  readonly #key: string
  readonly #cells: Cells
  /** Undefined: the field is gone. */
  readonly #written = new Map<string, string | undefined>()
  #isEmptied = false

  constructor(key: string, cells: Cells) {
    this.#key = key
    this.#cells = cells
  }

  get(field: string): string | undefined {
    if (this.#written.has(field)) return this.#written.get(field)
    return this.#before(field)
  }

  /** The same of a field that is most likely not there: nothing is read for it. */
  getUnlikely(field: string): string | undefined {
    if (this.#written.has(field)) return this.#written.get(field)
    if (this.#isEmptied) return undefined
    return textOf(this.#cells.assume(['HGET', this.#key, field], null))
  }

  /** Has these read at once. */
  want(fields: readonly string[]): void {
    if (this.#isEmptied) return
    this.#cells.want(fields.filter(field => !this.#written.has(field)).map(field => ['HGET', this.#key, field]))
  }

  set(field: string, value: string): void {
    this.#written.set(field, value)
  }

  delete(field: string): void {
    this.#written.set(field, undefined)
  }

  /** How many fields it has. */
  size(): number {
    let size = this.#isEmptied ? 0 : Number(this.#cells.read(['HLEN', this.#key]))
    for (const [field, value] of this.#written) {
      const was = this.#before(field) === undefined ? 0 : 1
      size += (value === undefined ? 0 : 1) - was
    }
    return size
  }

  /** All of it. */
  all(): Map<string, string> {
    const all = new Map<string, string>()
    const flat = this.#isEmptied ? [] : (this.#cells.read(['HGETALL', this.#key]) as readonly string[])
    for (let at = 0; at < flat.length; at += 2) all.set(flat[at] as string, flat[at + 1] as string)
    for (const [field, value] of this.#written)
      if (value === undefined) all.delete(field)
      else all.set(field, value)
    return all
  }

  emptied(): void {
    this.#isEmptied = true
    this.#written.clear()
  }

  commands(): Command[] {
    const set: string[] = []
    const gone: string[] = []
    for (const [field, value] of this.#written)
      if (value !== undefined) set.push(field, value)
      else if (!this.#isEmptied) gone.push(field)
    return [...inParts('HSET', this.#key, set), ...inParts('HDEL', this.#key, gone)]
  }

  #before(field: string): string | undefined {
    return this.#isEmptied ? undefined : textOf(this.#cells.read(['HGET', this.#key, field]))
  }
}

function textOf(reply: unknown): string | undefined {
  return reply === null ? undefined : (reply as string)
}

/** An even number of words each. */
export function inParts(word: string, key: string, words: readonly string[]): Command[] {
  const commands: Command[] = []
  for (let at = 0; at < words.length; at += AT_ONCE) commands.push([word, key, ...words.slice(at, at + AT_ONCE)])
  return commands
}
