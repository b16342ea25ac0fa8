import { Known } from './cells.ts'
import type { Command, Reply } from './engine.ts'

/** Replies that are remembered; beyond, all are forgotten and read anew. */
const MOST = 50_000

/**
 * What messages ask of the directory: it is remembered until somebody writes to the same keys, which is told with every change. While it
 * may have been missed what was told, nothing is remembered.
 */
export class DirectoryCache extends Known {
  readonly #byKey = new Map<string, Set<string>>()

  override set(command: Command, reply: Reply): void {
    super.set(command, reply)
    if (this.replies.size > MOST) this.clear()
    const key = command[1] ?? ''
    const known = this.#byKey.get(key) ?? new Set()
    this.#byKey.set(key, known.add(command.join('\0')))
  }

  /** Somebody wrote to these. */
  forget(keys: readonly string[]): void {
    for (const key of keys) {
      for (const command of this.#byKey.get(key) ?? []) this.replies.delete(command)
      this.#byKey.delete(key)
    }
  }

  clear(): void {
    this.replies.clear()
    this.guessed.clear()
    this.#byKey.clear()
  }
}
