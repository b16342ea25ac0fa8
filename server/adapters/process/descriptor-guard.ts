import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import { leastFreeDescriptors } from './least-free.ts'

/** Enough for what a running server opens beside its sockets: files of the store, and those that the metrics are read from. */
const LEAST = 8
/** So many connections go by one look: the more of them, the less the files weigh that each look opens beside theirs. */
const CONNECTIONS_A_LOOK = 32
/** As many where the system says that there is room for twice as many. */
const MOST_A_LOOK = 500
const SPARE = LEAST + CONNECTIONS_A_LOOK
const LOOK_AGAIN_MS = 100
const SAY_AGAIN_MS = 10_000

const OUT =
  'Out of file descriptors: new connections are closed at once, open ones go on. Raise the limit with ulimit -n, or LimitNOFILE= of a systemd unit.'

/**
 * Takes connections only while some file descriptors are left. Without any an engine can neither accept nor refuse what
 * waits at its port, and uWebSockets.js turns in a loop over it.
 */
export class DescriptorGuard {
  readonly #clock: Pick<Clock, 'now'>
  readonly #logger: Log
  readonly #open: () => number
  readonly #close: (descriptor: number) => void
  readonly #leastFree: () => number
  #left = 0
  /** Connections that were closed since the log has said so. */
  #refused = 0
  /** While there are too few. */
  #short: { lookedAt: number; saidAt: number } | undefined

  /** `open` gives a descriptor, or throws; `close` gives it back. `leastFree`: so many are left, or more. */
  constructor(
    clock: Pick<Clock, 'now'>,
    logger: Log,
    open: () => number = () => openSync(devNull, 'r'),
    close: (descriptor: number) => void = closeSync,
    leastFree: () => number = leastFreeDescriptors,
  ) {
    this.#clock = clock
    this.#logger = logger
    this.#open = open
    this.#close = close
    this.#leastFree = leastFree
  }

  /** Whether a connection that was just accepted may stay. */
  admit(): boolean {
    if (this.#left > 0) {
      this.#left--
      return true
    }
    const now = this.#clock.now()
    // by its amount, since a clock may be set back
    const waits = this.#short && Math.abs(now - this.#short.lookedAt) < LOOK_AGAIN_MS
    const spared = waits ? 0 : this.#look()
    if (spared > 0) this.#goOn(spared)
    else this.#refuse(now, waits ? this.#short?.lookedAt : now)
    return this.#short === undefined
  }

  /** For so many connections there are descriptors. */
  #look(): number {
    const told = Math.min(MOST_A_LOOK, Math.floor(this.#leastFree() / 2))
    if (told > SPARE) return told
    return this.#canSpare() ? CONNECTIONS_A_LOOK : 0
  }

  #canSpare(): boolean {
    const descriptors: number[] = []
    try {
      while (descriptors.length < SPARE) descriptors.push(this.#open())
    } catch {
      // there are not so many
    }
    for (const descriptor of descriptors) this.#close(descriptor)
    return descriptors.length === SPARE
  }

  #goOn(spared: number): void {
    this.#left = spared
    if (!this.#short) return
    this.#short = undefined
    this.#logger.info({ refused: this.#refused }, 'There are file descriptors again: connections are taken.')
    this.#refused = 0
  }

  #refuse(now: number, lookedAt = now): void {
    this.#refused++
    let saidAt = this.#short?.saidAt
    if (saidAt === undefined || Math.abs(now - saidAt) >= SAY_AGAIN_MS) {
      this.#logger.warn({ refused: this.#refused }, OUT)
      this.#refused = 0
      saidAt = now
    }
    this.#short = { lookedAt, saidAt }
  }
}
