import type { CellReads } from './cell-reads.ts'
import { digestOf } from './digest.ts'
import type { Check, Command, Reply } from './engine.ts'
import { HashCells } from './hash-cells.ts'
import { type Known, keyOf, Missing } from './known.ts'
import { SortedCells } from './sorted-cells.ts'

/**
 * What is kept under some keys, as if it were here: reads throw `Missing` until they are known, writes are seen by the reads
 * behind them, and are done in one step later, if everything that was read is as it was.
 */
export class Cells implements CellReads {
  readonly #known: Known
  /** What was relied on, by its key, and as it was then: what is remembered may be another by the time it is checked. */
  readonly #relied = new Map<string, { command: Command; reply: Reply }>()
  readonly #hashes = new Map<string, HashCells>()
  readonly #sorted = new Map<string, SortedCells>()
  readonly #dropped = new Set<string>()
  readonly #beside: Command[] = []
  #isGlancing = false

  /** `known` is kept from one run to the next. */
  constructor(known: Known) {
    this.#known = known
  }

  hash(key: string): HashCells {
    let hash = this.#hashes.get(key)
    if (!hash) {
      hash = new HashCells(key, this)
      this.#hashes.set(key, hash)
    }
    return hash
  }

  sorted(key: string): SortedCells {
    let sorted = this.#sorted.get(key)
    if (!sorted) {
      sorted = new SortedCells(key, this)
      this.#sorted.set(key, sorted)
    }
    return sorted
  }

  /** The reply to a command as of before this run. */
  read(command: Command): Reply {
    const key = keyOf(command)
    const reply = this.#known.get(key)
    if (reply === undefined) throw new Missing(this.#known, [command])
    if (!this.#isGlancing) this.#relied.set(key, { command, reply })
    return reply
  }

  /** What is read meanwhile is not relied on: it is not checked later, and so may be out of date. For caps and hints. */
  glance<T>(run: () => T): T {
    const before = this.#isGlancing
    this.#isGlancing = true
    try {
      return run()
    } finally {
      this.#isGlancing = before
    }
  }

  /** Takes it that a command answers so, unless it is known what it answers: it is checked later. */
  assume(command: Command, reply: Reply): Reply {
    if (this.#known.get(keyOf(command)) === undefined) this.#known.guess(command, reply)
    return this.read(command)
  }

  /** Others that know the same, for reading ahead: neither what they rely on nor what is written to them counts. */
  scratch(): Cells {
    return new Cells(this.#known)
  }

  /** Has all of these read at once. */
  want(commands: readonly Command[]): void {
    const missing = commands.filter(command => this.#known.get(keyOf(command)) === undefined)
    if (missing.length > 0) throw new Missing(this.#known, missing)
  }

  /** Everything under a key is gone. What is written to it in the same run is so after that. */
  drop(key: string): void {
    this.hash(key).emptied()
    this.sorted(key).emptied()
    this.#dropped.add(key)
  }

  /** A command that is done with the others, behind them; what it changes is not read in this run. */
  beside(command: Command): void {
    this.#beside.push(command)
  }

  get relied(): Iterable<Command> {
    return [...this.#relied.values()].map(({ command }) => command)
  }

  /** Some of what was relied on was only guessed. */
  get guessed(): boolean {
    return [...this.#relied.keys()].some(key => this.#known.isGuessed(key))
  }

  /** What is to be written. */
  commands(): Command[] {
    const commands: Command[] = []
    for (const key of this.#dropped) commands.push(['DEL', key])
    for (const hash of this.#hashes.values()) commands.push(...hash.commands())
    for (const sorted of this.#sorted.values()) commands.push(...sorted.commands())
    return [...commands, ...this.#beside]
  }

  /** What has to be as it was; and for each check the commands whose replies are in doubt when it fails. */
  checks(): { checks: Check[]; of: Command[][] } {
    const checks: Check[] = []
    const of: Command[][] = []
    const fields = new Map<string, Command[]>()
    for (const { command, reply } of this.#relied.values()) {
      const [word, key = ''] = command
      if (word === 'HGET') {
        const gets = fields.get(key)
        if (gets) gets.push(command)
        else fields.set(key, [command])
      } else {
        checks.push({ command, expected: digestOf(reply) })
        of.push([command])
      }
    }
    for (const [key, gets] of fields) {
      for (let first = 0; first < gets.length; first += AT_ONCE) {
        const some = gets.slice(first, first + AT_ONCE)
        const command = ['HMGET', key, ...some.map(([, , field = '']) => field)]
        checks.push({ command, expected: digestOf(some.map(get => this.#replyTo(get))) })
        of.push(some)
      }
    }
    return { checks, of }
  }

  #replyTo(command: Command): Reply {
    return this.#relied.get(keyOf(command))?.reply ?? null
  }
}

/** Fields of one command: Lua takes no more than some thousands of values at once. */
export const AT_ONCE = 1_000
