import type { Clock } from '../ports/clock.ts'
import type { DirectoryNews } from '../ports/directory.ts'
import type { Log } from '../ports/log.ts'
import { LogUnavailable } from '../ports/room-log.ts'
import type { Trimmed } from '../ports/store.ts'

const EVERY_MS = 30_000
const AGAIN_MS = 100

export interface TrimmerSetup {
  /** Gives up a little; undefined: not now. */
  trim(now: number): Promise<Trimmed> | undefined
  /** From here on a room holds nothing before the message of this seq. */
  trimmed(room: string, first: number): void
  /** What is different in the directory since. */
  told(news: readonly DirectoryNews[]): void
  /** What is gone is to leave the files of the store. */
  erased(): void
  clock: Clock
  log: Log
}

/** Has old messages given up, a few at a time. */
export class Trimmer {
  readonly #setup: TrimmerSetup
  /** What the machine's clock said at the start, less what the even one did. */
  readonly #start: number
  #cancel: () => void
  #stopped = false

  constructor(setup: TrimmerSetup) {
    const { clock } = setup
    this.#setup = setup
    this.#start = clock.now() - clock.elapsed()
    this.#cancel = clock.after(EVERY_MS, () => void this.#run())
  }

  stop(): void {
    this.#stopped = true
    this.#cancel()
  }

  async #run(): Promise<void> {
    const { clock, log } = this.#setup
    let again = EVERY_MS
    try {
      again = await this.#once()
    } catch (error) {
      const level = error instanceof LogUnavailable ? 'warn' : 'error'
      log[level]({ err: error }, 'old messages could not be given up')
    }
    if (!this.#stopped) this.#cancel = clock.after(again, () => void this.#run())
  }

  async #once(): Promise<number> {
    const { clock, trim, trimmed, told, erased } = this.#setup
    // a clock that is set forward by mistake makes no message old
    const done = await trim(Math.min(clock.now(), this.#start + clock.elapsed()))
    for (const { room, first } of done?.rooms ?? []) trimmed(room, first)
    if (done?.told) told(done.told)
    if (done?.erased) erased()
    return done?.more ? AGAIN_MS : EVERY_MS
  }
}
