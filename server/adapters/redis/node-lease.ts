import { BoundedMap } from '../../core/bounded-map.ts'
import type { Clock } from '../../ports/clock.ts'
import { digestOf } from './digest.ts'
import type { Engine } from './engine.ts'
import { DIRECTORY_TAG } from './partitions.ts'

export interface NodeLeaseSetup {
  engine: Engine
  /** Of all keys. */
  prefix: string
  /** Its durations: a change of the machine's time ends no lease. */
  clock: Clock
  /** What the node is called; `random` makes it an id that no other process has. */
  name: string
  random: string
}

/** How often a node says that it is there. ms. */
export const RENEW_MS = 5_000
/** Who has not said so for this long is gone. ms. */
export const LEASE_MS = 15_000
/** What a look at the others may be late by. ms. */
export const SKEW_MS = 2_000
const ENDED_MS = LEASE_MS + SKEW_MS
/** Nodes that are gone and may still be asked about. */
const GONE = 1_000

/** A hash: the lease of each node. */
export const nodesKey = (prefix: string): string => `${prefix}{${DIRECTORY_TAG}}:nodes`

interface Seen {
  /** Undefined: somebody asked about it, and it was not looked for yet. */
  value: string | undefined
  /** When that value was first seen. */
  at: number
}

/**
 * Which nodes are there: each renews a lease, and looks at those of the others. A lease has ended when its value stays as it is
 * for too long, by the clock of who looks: so no two machines have to agree on the time.
 */
export class NodeLease {
  /** This node, in what others read. */
  readonly node: string
  readonly #setup: NodeLeaseSetup
  readonly #key: string
  readonly #others = new Map<string, Seen>()
  readonly #gone = new BoundedMap<string | true>(GONE)
  readonly #goneListeners = new Set<(node: string) => void>()
  readonly #lapsedListeners = new Set<() => void>()
  #value: string | undefined
  #renewedAt = 0
  #lapsedAt = Number.NEGATIVE_INFINITY
  #renewing: Promise<void> | undefined
  #stopRenewing: (() => void) | undefined

  constructor(setup: NodeLeaseSetup) {
    this.#setup = setup
    this.node = `${setup.name}.${setup.random}`
    this.#key = nodesKey(setup.prefix)
  }

  /** Rejects with EngineUnavailable; it goes on all the same, until `stop`. Before anything is held by this node. */
  start(): Promise<void> {
    this.#stopRenewing ??= this.#setup.clock.every(RENEW_MS, () => void this.renew().catch(() => {}))
    return this.renew()
  }

  /** What this node holds is held no longer. */
  async stop(): Promise<void> {
    this.#stopRenewing?.()
    this.#stopRenewing = undefined
    await this.#renewing?.catch(() => {})
    const { engine } = this.#setup
    await engine
      .commit(DIRECTORY_TAG, { checks: [], commands: [['HDEL', this.#key, this.node]] })
      .catch(() => undefined)
  }

  /** Hears of each node whose lease has ended; returns what ends that. */
  gone(listener: (node: string) => void): () => void {
    this.#goneListeners.add(listener)
    return () => this.#goneListeners.delete(listener)
  }

  /** Hears when the own lease had ended or was lost: what this node holds is to be written anew. */
  lapsed(listener: () => void): () => void {
    this.#lapsedListeners.add(listener)
    return () => this.#lapsedListeners.delete(listener)
  }

  /** Whether the lease of a node has not ended. One that is not known yet is looked for: it has, if it is not found. */
  alive(node: string): boolean {
    if (node === this.node || this.#others.has(node)) return true
    if (this.#gone.get(node) !== undefined) return false
    this.#others.set(node, { value: undefined, at: this.#setup.clock.elapsed() })
    return true
  }

  /** The own lease was lost a moment ago, and with it other things perhaps, which are only being written anew. */
  lapsedWithin(ms: number): boolean {
    return this.#setup.clock.elapsed() - this.#lapsedAt < ms
  }

  /** Renews the lease at once, unless that was done within the last second. Rejects with EngineUnavailable. */
  async confirm(): Promise<void> {
    if (this.#setup.clock.elapsed() - this.#renewedAt >= 1_000) await this.renew()
  }

  /** Renews the lease and looks at those of the others. Rejects with EngineUnavailable. */
  renew(): Promise<void> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined
    })
    return this.#renewing
  }

  async #renew(): Promise<void> {
    const { engine, clock } = this.#setup
    const own = ['HGET', this.#key, this.node]
    const value = String(clock.now() + LEASE_MS)
    const command = ['HSET', this.#key, this.node, value]
    const began = clock.elapsed()
    const known = this.#value
    const checks = known === undefined ? [] : [{ command: own, expected: digestOf(known) }]
    const { done } = await engine.commit(DIRECTORY_TAG, { checks, commands: [command] })
    // another value is one of its own, of which it was not told that it was written
    const lost = !done && (await engine.view(DIRECTORY_TAG, [own])).replies[0] === null
    if (!done) await engine.commit(DIRECTORY_TAG, { checks: [], commands: [command] })
    const late = known !== undefined && began - this.#renewedAt > LEASE_MS
    this.#value = value
    this.#renewedAt = began
    if (lost) this.#lapsedAt = clock.elapsed()
    if (lost || late) for (const listener of [...this.#lapsedListeners]) listener()
    await this.#look()
  }

  async #look(): Promise<void> {
    const { engine, clock } = this.#setup
    const { replies } = await engine.view(DIRECTORY_TAG, [['HGETALL', this.#key]])
    const now = clock.elapsed()
    const flat = replies[0] as readonly string[]
    const values = new Map<string, string>()
    for (let at = 0; at < flat.length; at += 2) values.set(flat[at] as string, flat[at + 1] as string)
    // lost since it was renewed: with it the others, too, perhaps
    if (!values.delete(this.node)) return
    const mayBeLost = this.lapsedWithin(ENDED_MS)
    for (const [node, value] of values) {
      const seen = this.#others.get(node)
      if (seen?.value === value) {
        if (now - seen.at > ENDED_MS) this.#end(node, value)
      } else if (this.#gone.get(node) !== value) {
        // also one that was gone and is back
        this.#gone.forget(node)
        this.#others.set(node, { value, at: now })
      }
    }
    for (const [node, { at }] of [...this.#others])
      if (!values.has(node) && (!mayBeLost || now - at > ENDED_MS)) this.#end(node, undefined)
  }

  #end(node: string, value: string | undefined): void {
    this.#others.delete(node)
    this.#gone.set(node, value ?? true)
    if (value !== undefined) {
      const checks = [{ command: ['HGET', this.#key, node], expected: digestOf(value) }]
      const gone = { checks, commands: [['HDEL', this.#key, node]] }
      void this.#setup.engine.commit(DIRECTORY_TAG, gone).catch(() => {})
    }
    for (const listener of [...this.#goneListeners]) listener(node)
  }
}
