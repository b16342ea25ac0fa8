import type { Lease } from '../../../server/adapters/redis/lease.ts'

/** Leases of nodes that a test lets live and die. */
export class MemoryLeases {
  readonly #alive = new Set<string>()
  readonly #gone = new Map<string, Set<(node: string) => void>>()
  readonly #lapsed = new Map<string, Set<() => void>>()

  /** A node that is alive. */
  of(node: string): Lease {
    this.#alive.add(node)
    const gone = new Set<(node: string) => void>()
    const lapsed = new Set<() => void>()
    this.#gone.set(node, gone)
    this.#lapsed.set(node, lapsed)
    return {
      node,
      alive: each => this.#alive.has(each),
      gone: listener => {
        gone.add(listener)
        return () => gone.delete(listener)
      },
      lapsed: listener => {
        lapsed.add(listener)
        return () => lapsed.delete(listener)
      },
    }
  }

  /** The lease of a node is over, and the others hear of it. */
  end(node: string): void {
    if (!this.#alive.delete(node)) return
    for (const [each, listeners] of this.#gone) if (each !== node) for (const listener of [...listeners]) listener(node)
  }

  /** A node has one again, and hears that it had none; or that what was written is lost. */
  renew(node: string): void {
    this.#alive.add(node)
    for (const listener of [...(this.#lapsed.get(node) ?? [])]) listener()
  }
}
