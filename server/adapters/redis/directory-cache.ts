import type { Command, Reply } from './engine.ts'
import { keyOf, type Remembered } from './known.ts'

/** Replies that are remembered; beyond, all are forgotten and read anew. */
const MOST = 50_000

/**
 * What messages ask of the directory: it is remembered until somebody writes to the same keys, which is told with every change. While it
 * may have been missed what was told, nothing may be remembered.
 */
export class DirectoryCache implements Remembered {
  readonly #replies = new Map<string, Reply>()
  readonly #byKey = new Map<string, Set<string>>()
  #turn = 0

  get(key: string): Reply | undefined {
    return this.#replies.get(key)
  }

  /** Before something is read, for `remember`. */
  get turn(): number {
    return this.#turn
  }

  /** What was read; not if anything was written since it was asked for. */
  remember(command: Command, reply: Reply, turn: number): void {
    if (turn !== this.#turn) return
    if (this.#replies.size >= MOST) this.clear()
    const [, key = ''] = command
    const known = this.#byKey.get(key) ?? new Set()
    this.#byKey.set(key, known.add(keyOf(command)))
    this.#replies.set(keyOf(command), reply)
  }

  /** Somebody wrote to these. */
  forget(keys: readonly string[]): void {
    this.#turn++
    for (const key of keys) {
      for (const command of this.#byKey.get(key) ?? []) this.#replies.delete(command)
      this.#byKey.delete(key)
    }
  }

  clear(): void {
    this.#turn++
    this.#replies.clear()
    this.#byKey.clear()
  }
}
