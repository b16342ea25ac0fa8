import type { Clock } from '../../ports/clock.ts'
import type { Random } from '../../ports/random.ts'
import type { Connection } from './connection.ts'

const FIRST_MS = 100
const LONGEST_MS = 2_000
/** Who lasted this long has come back for good. */
const LASTED_MS = 1_000

export interface KeptParts {
  readonly clock: Clock
  readonly random: Random
  /** A new connection, ready for use. */
  open(): Promise<Connection>
  up(connection: Connection): void
  /** It has fallen, or could not be opened. */
  down(reason: Error): void
}

/** Keeps one connection up: when it falls another one is opened, after a growing wait. */
export class KeptConnection {
  /** The one that is up. */
  now: Connection | undefined
  /** How often one fell that had been up. */
  fallen = 0
  readonly #parts: KeptParts
  #tries = 0
  #cancel = () => {}
  #state: 'waits' | 'opens' | 'up' | 'stopped' = 'waits'

  constructor(parts: KeptParts) {
    this.#parts = parts
  }

  /** Opens it now, if it only waits. */
  begin(): void {
    if (this.#state !== 'waits') return
    this.#cancel()
    this.#state = 'opens'
    this.#parts.open().then(
      connection => this.#opened(connection),
      error => this.#again(error as Error),
    )
  }

  stop(reason: Error): void {
    this.#state = 'stopped'
    this.#cancel()
    const { now } = this
    this.now = undefined
    now?.fall(reason)
  }

  #opened(connection: Connection): void {
    if (this.#state === 'stopped') {
      connection.fall(new Error('It is not wanted any more.'))
      return
    }
    if (connection.reason) {
      this.#again(connection.reason)
      return
    }
    const since = this.#parts.clock.elapsed()
    connection.fell = reason => {
      if (this.now !== connection) return
      this.now = undefined
      this.fallen++
      if (this.#parts.clock.elapsed() - since >= LASTED_MS) this.#tries = 0
      this.#again(reason)
    }
    this.#state = 'up'
    this.now = connection
    this.#parts.up(connection)
  }

  #again(reason: Error): void {
    if (this.#state === 'stopped') return
    this.#state = 'waits'
    const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#tries++)
    this.#cancel = this.#parts.clock.after(Math.ceil(most * (0.5 + fraction(this.#parts.random) / 2)), () =>
      this.begin(),
    )
    this.#parts.down(reason)
  }
}

/** From 0 to 1. */
function fraction(random: Random): number {
  let sum = 0
  for (const letter of random.id()) sum = (sum * 31 + letter.charCodeAt(0)) % 1_000
  return sum / 1_000
}
