import type { Command, Reply } from './engine.ts'

/** A command as a key of what is known. */
export const keyOf = (command: Command): string => command.join('\0')

/** Replies that are remembered longer than one change; see `DirectoryCache`. */
export interface Remembered {
  get(key: string): Reply | undefined
}

/** What was read, and what was only taken for likely. */
export class Known {
  readonly #replies = new Map<string, Reply>()
  readonly #guessed = new Set<string>()
  readonly #remembered: Remembered | undefined

  constructor(remembered?: Remembered) {
    this.#remembered = remembered
  }

  /** By `keyOf` a command. */
  get(key: string): Reply | undefined {
    const reply = this.#replies.get(key)
    // null is a reply, too
    return reply === undefined ? this.#remembered?.get(key) : reply
  }

  isGuessed(key: string): boolean {
    return this.#guessed.has(key)
  }

  set(command: Command, reply: Reply): void {
    const key = keyOf(command)
    this.#replies.set(key, reply)
    this.#guessed.delete(key)
  }

  guess(command: Command, reply: Reply): void {
    const key = keyOf(command)
    this.#replies.set(key, reply)
    this.#guessed.add(key)
  }
}

/** What has to be read before it can be gone on. Thrown to whoever runs over cells, which reads it and begins anew. */
export class Missing {
  readonly of: Known
  readonly commands: readonly Command[]

  constructor(of: Known, commands: readonly Command[]) {
    this.of = of
    this.commands = commands
  }
}

/** Runs all of these, which ask cells of one tag, and has read at once what any of them misses. */
export function together(runs: readonly (() => unknown)[]): void {
  const missing = new Map<string, Command>()
  let of: Known | undefined
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
