import type { CellReads } from './cell-reads.ts'
import type { Command } from './engine.ts'

/** Fields and values of one command. */
const AT_ONCE = 1_000

/** One hash: see `Cells`. */
export class HashCells {
  readonly #key: string
  readonly #cells: CellReads
  /** Undefined: the field is gone. */
  readonly #written = new Map<string, string | undefined>()
  readonly #added = new Map<string, number>()
  #isEmptied = false

  constructor(key: string, cells: CellReads) {
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

  /** Adds to a number, whatever it is; what is read of it in this run is as of before. */
  increment(field: string, by: number): void {
    this.#added.set(field, (this.#added.get(field) ?? 0) + by)
  }

  /** Whether it has any field. */
  any(): boolean {
    if ([...this.#written.values()].some(value => value !== undefined)) return true
    if (this.#isEmptied) return false
    return this.#written.size > 0 ? this.size() > 0 : this.#cells.read(anyCommand(this.#key)) !== 0
  }

  /** How many fields it has. */
  size(): number {
    if (!this.#isEmptied) this.#cells.want([...this.#written.keys()].map(field => ['HGET', this.#key, field]))
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
    this.#added.clear()
  }

  commands(): Command[] {
    const set: string[] = []
    const gone: string[] = []
    for (const [field, value] of this.#written)
      if (value !== undefined) set.push(field, value)
      else if (!this.#isEmptied) gone.push(field)
    const added = [...this.#added].filter(([, by]) => by !== 0)
    return [
      ...inParts('HSET', this.#key, set),
      ...inParts('HDEL', this.#key, gone),
      ...added.map(([field, by]) => ['HINCRBY', this.#key, field, String(by)]),
    ]
  }

  #before(field: string): string | undefined {
    return this.#isEmptied ? undefined : textOf(this.#cells.read(['HGET', this.#key, field]))
  }
}

/** Answers with 1 where there is anything under a key. */
export const anyCommand = (key: string): Command => ['EXISTS', key]

function textOf(reply: unknown): string | undefined {
  return reply === null ? undefined : (reply as string)
}

/** An even number of words each. */
export function inParts(word: string, key: string, words: readonly string[]): Command[] {
  const commands: Command[] = []
  for (let at = 0; at < words.length; at += AT_ONCE) commands.push([word, key, ...words.slice(at, at + AT_ONCE)])
  return commands
}
