import type { CellReads } from './cell-reads.ts'
import { digestOf } from './digest.ts'
import type { Check, Command, Reply } from './engine.ts'
import { HashCells } from './hash-cells.ts'
import { SortedCells } from './sorted-cells.ts'

/** What has to be read before it can be gone on. Thrown to whoever runs over cells, which reads it and begins anew. */
export class Missing {
  readonly of: Cells
  readonly commands: readonly Command[]

  constructor(of: Cells, commands: readonly Command[]) {
    this.of = of
    this.commands = commands
  }
}

/** Runs all of these, which ask the same cells, and has read at once what any of them misses. */
export function together(runs: readonly (() => unknown)[]): void {
  const missing = new Map<string, Command>()
  let of: Cells | undefined
  for (const run of runs)
    try {
      run()
    } catch (error) {
      if (!(error instanceof Missing)) throw error
      of = error.of
      for (const command of error.commands) missing.set(keyOf(command), command)
    }
  if (of) throw new Missing(of, [...missing.values()])
}

/** A command as a key of what is known. */
export const keyOf = (command: Command): string => command.join('\0')

/** What was read, by `keyOf` its command; `guessed`: of these it was only taken for likely. */
export class Known {
  readonly replies = new Map<string, Reply>()
  readonly guessed = new Set<string>()

  set(command: Command, reply: Reply): void {
    const key = keyOf(command)
    this.replies.set(key, reply)
    this.guessed.delete(key)
  }
}

/**
 * What is kept under some keys, as if it were here: reads throw `Missing` until they are known, writes are seen by the reads
 * behind them, and are done in one step later, if everything that was read is as it was.
 */
export class Cells implements CellReads {
  readonly #known: Known
  readonly #origin: Cells
  /** What was relied on, by its key. */
  readonly #relied = new Map<string, Command>()
  readonly #hashes = new Map<string, HashCells>()
  readonly #sorted = new Map<string, SortedCells>()
  readonly #dropped = new Set<string>()
  readonly #beside: Command[] = []
  #isGlancing = false

  /** `known` is kept from one run to the next; `origin`: whose scratch these are. */
  constructor(known: Known, origin?: Cells) {
    this.#known = known
    this.#origin = origin ?? this
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
    const reply = this.#known.replies.get(key)
    if (reply === undefined) throw new Missing(this.#origin, [command])
    if (!this.#isGlancing) this.#relied.set(key, command)
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
    const key = keyOf(command)
    if (!this.#known.replies.has(key)) {
      this.#known.replies.set(key, reply)
      this.#known.guessed.add(key)
    }
    return this.read(command)
  }

  /** Others that know the same, for reading ahead: neither what they rely on nor what is written to them counts. */
  scratch(): Cells {
    return new Cells(this.#known, this.#origin)
  }

  /** Has all of these read at once. */
  want(commands: readonly Command[]): void {
    const missing = commands.filter(command => !this.#known.replies.has(keyOf(command)))
    if (missing.length > 0) throw new Missing(this.#origin, missing)
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
    return this.#relied.values()
  }

  /** Some of what was relied on was only guessed. */
  get guessed(): boolean {
    return [...this.#relied.keys()].some(key => this.#known.guessed.has(key))
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
    for (const command of this.#relied.values()) {
      const [word, key = ''] = command
      if (word === 'HGET') fields.set(key, [...(fields.get(key) ?? []), command])
      else {
        checks.push({ command, expected: digestOf(this.#replyTo(command)) })
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
    return this.#known.replies.get(keyOf(command)) ?? null
  }
}

/** Fields of one command: Lua takes no more than some thousands of values at once. */
export const AT_ONCE = 1_000
