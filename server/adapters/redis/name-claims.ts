import { BoundedMap } from '../../core/bounded-map.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Claimed, ClaimKind, NameClaim, NameHolder } from '../../ports/shared-sessions.ts'
import type { Cells } from './cells.ts'
import type { Engine } from './engine.ts'
import type { NodeLease } from './node-lease.ts'
import { DIRECTORY_TAG } from './partitions.ts'
import { ask, transact } from './transact.ts'

/** Who has a key of a name: while a node in `nodes` lives, or, without any, until Redis forgets it. */
interface Held {
  session: string
  user: string
  namedAt: number
  nodes: readonly string[]
}

/** What is written of a name that has a socket is written anew more often than that. ms. */
const LONGEST_MS = 3 * 3_600_000
/** Keys of which it is remembered what was written last. */
const REMEMBERED = 50_000

/** The names of guests, on all nodes. What was written last is taken for what is there, so that it is not read. */
export class NameClaims {
  readonly #engine: Engine
  readonly #prefix: string
  readonly #lease: Pick<NodeLease, 'node' | 'alive'>
  readonly #clock: Pick<Clock, 'elapsed'>
  readonly #written = new BoundedMap<{ text: string; until: number }>(REMEMBERED)

  constructor(engine: Engine, prefix: string, lease: Pick<NodeLease, 'node' | 'alive'>, clock: Pick<Clock, 'elapsed'>) {
    this.#engine = engine
    this.#prefix = prefix
    this.#lease = lease
    this.#clock = clock
  }

  /** `holdMs`: how long it is held without a socket. */
  claim(claim: NameClaim, kind: ClaimKind, holdMs: number): Promise<Claimed> {
    return this.#run(claim.keys, (cells, writes): Claimed => {
      const { tokenHash, userId, keys } = claim
      const before = this.#read(cells, keys, kind === 'login')
      const ousted: Held[] = []
      for (const held of before) {
        if (held === undefined || held.session === tokenHash || !this.#isHeld(held)) continue
        if (kind !== 'again' || held.namedAt > claim.namedAt) return { taken: true }
        if (!ousted.some(({ session }) => session === held.session)) ousted.push(held)
      }
      const isOwn = before.every(held => held?.session === tokenHash)
      const namedAt = isOwn ? (before[0]?.namedAt ?? claim.namedAt) : claim.namedAt
      const own = before.flatMap(held => (held?.session === tokenHash ? held.nodes : []))
      const nodes = new Set(own.filter(node => this.#lease.alive(node)))
      if (kind !== 'login') nodes.add(this.#lease.node)
      const now: Held = { session: tokenHash, user: userId, namedAt, nodes: [...nodes].sort() }
      for (const key of keys) writes.put(key, now, now.nodes.length > 0 ? LONGEST_MS : holdMs)
      return { taken: false, namedAt, ousted: ousted.map(holderOf) }
    })
  }

  release({ tokenHash, keys }: NameHolder, holdMs: number): Promise<void> {
    return this.#run(keys, (cells, writes) => {
      const before = this.#read(cells, keys, false)
      for (const [at, held] of before.entries()) {
        if (held?.session !== tokenHash || !held.nodes.includes(this.#lease.node)) continue
        const nodes = held.nodes.filter(node => node !== this.#lease.node && this.#lease.alive(node))
        writes.put(keys[at] as string, { ...held, nodes }, nodes.length > 0 ? LONGEST_MS : holdMs)
      }
    })
  }

  /** They have no name any more. */
  free(holders: readonly NameHolder[]): Promise<void> {
    const owners = holders.flatMap(({ tokenHash, keys }) => keys.map(key => [key, tokenHash] as const))
    const keys = [...new Set(owners.map(([key]) => key))]
    const over = new Set(owners.map(([, tokenHash]) => tokenHash))
    return this.#run(keys, (cells, writes) => {
      for (const [at, held] of this.#read(cells, keys, false).entries())
        if (held !== undefined && over.has(held.session)) writes.remove(keys[at] as string)
    })
  }

  async holdersOf(keys: readonly string[]): Promise<Omit<NameHolder, 'keys'>[]> {
    if (keys.length === 0) return []
    const found = await ask(this.#engine, DIRECTORY_TAG, cells => {
      const commands = keys.map(key => ['GET', this.#keyOf(key)])
      cells.want(commands)
      return commands.map(command => heldOf(cells.read(command)))
    })
    const holders = new Map<string, Omit<NameHolder, 'keys'>>()
    for (const held of found) if (held && this.#isHeld(held)) holders.set(held.session, holderOf(held))
    return [...holders.values()]
  }

  #isHeld({ nodes }: Held): boolean {
    return nodes.length === 0 || nodes.some(node => this.#lease.alive(node))
  }

  /** `likelyFree`: nothing is read of what nobody has most likely. */
  #read(cells: Cells, keys: readonly string[], likelyFree: boolean): (Held | undefined)[] {
    const commands = keys.map(key => ['GET', this.#keyOf(key)])
    const unknown: (typeof commands)[number][] = []
    for (const [at, command] of commands.entries()) {
      const written = this.#written.get(keys[at] as string)
      if (likelyFree || written !== undefined)
        cells.assume(command, written && this.#clock.elapsed() < written.until ? written.text : null)
      else unknown.push(command)
    }
    cells.want(unknown)
    return commands.map(command => heldOf(cells.read(command)))
  }

  async #run<T>(keys: readonly string[], decide: (cells: Cells, writes: Writes) => T): Promise<T> {
    let writes = new Writes(key => this.#keyOf(key))
    try {
      const { value } = await transact(this.#engine, DIRECTORY_TAG, cells => {
        writes = new Writes(key => this.#keyOf(key))
        const value = decide(cells, writes)
        writes.into(cells)
        return { value }
      })
      const now = this.#clock.elapsed()
      for (const [key, written] of writes.all)
        if (written) this.#written.set(key, { text: written.text, until: now + written.lifeMs })
        else this.#written.forget(key)
      return value
    } catch (error) {
      // it may have been written, or not
      for (const key of keys) this.#written.forget(key)
      throw error
    }
  }

  #keyOf(key: string): string {
    return `${this.#prefix}{${DIRECTORY_TAG}}:n:${key}`
  }
}

/** What becomes of some keys; undefined: they are free. */
class Writes {
  readonly all = new Map<string, { text: string; lifeMs: number } | undefined>()
  readonly #keyOf: (key: string) => string

  constructor(keyOf: (key: string) => string) {
    this.#keyOf = keyOf
  }

  put(key: string, held: Held, lifeMs: number): void {
    this.all.set(key, { text: JSON.stringify(held), lifeMs })
  }

  remove(key: string): void {
    this.all.set(key, undefined)
  }

  into(cells: Cells): void {
    for (const [key, written] of this.all)
      if (written) cells.beside(['SET', this.#keyOf(key), written.text, 'PX', String(Math.ceil(written.lifeMs))])
      else cells.beside(['DEL', this.#keyOf(key)])
  }
}

function heldOf(reply: unknown): Held | undefined {
  return typeof reply === 'string' ? JSON.parse(reply) : undefined
}

function holderOf({ session, user }: Held): Omit<NameHolder, 'keys'> {
  return { tokenHash: session, userId: user }
}
