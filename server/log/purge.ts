import type { Clock } from '../ports/clock.ts'
import type { DirectoryChange } from '../ports/directory-change.ts'
import type { Log } from '../ports/log.ts'
import type { Purged, StoreAnswer, Write } from '../ports/store.ts'

/** What was deleted is gone ten seconds later; deletions that come together are purged as one. */
const WAIT_MS = 4_000
const AGAIN_MS = 1_000
/** Between the parts of one purge others write. */
const MORE_MS = 20
/** After so many tries it is said. */
const TRIES = 5

/** Has a store purge what was deleted, soon after it was. */
export class Purge {
  readonly #purge: () => Promise<Purged>
  readonly #clock: Clock
  readonly #log: Log
  #state: 'idle' | 'due' | 'under way' | 'stopped' = 'idle'
  /** Something was deleted since the purge that is under way began, and may be where was looked already. */
  #missed = false
  #tries = 0
  #cancel: (() => void) | undefined

  constructor(purge: () => Promise<Purged>, clock: Clock, log: Log) {
    this.#purge = purge
    this.#clock = clock
    this.#log = log
  }

  /** Something was deleted. */
  due(): void {
    if (this.#state === 'under way') this.#missed = true
    else if (this.#state === 'idle') this.#begin()
  }

  stop(): void {
    this.#state = 'stopped'
    this.#cancel?.()
  }

  #begin(): void {
    this.#state = 'due'
    this.#missed = false
    this.#plan(WAIT_MS)
  }

  #plan(ms: number): void {
    this.#cancel = this.#clock.after(ms, () => void this.#run())
  }

  async #run(): Promise<void> {
    this.#state = 'under way'
    // a store that has failed says so elsewhere
    const purged = await this.#purge().catch(() => 'blocked' as const)
    if ((this.#state as string) === 'stopped') return
    this.#tries = purged === 'blocked' ? this.#tries + 1 : 0
    if (this.#tries === TRIES)
      this.#log.warn({}, 'what was deleted is still in the log of the database, which somebody reads for long')
    if (purged === 'blocked') this.#plan(AGAIN_MS)
    else if (purged === 'more') this.#plan(MORE_MS)
    else if (this.#missed) this.#begin()
    else this.#state = 'idle'
  }
}

const REPLACING: readonly DirectoryChange['type'][] = ['changeAccount', 'removeAccount', 'endHold']

/** Whether what this write deleted or replaced is to leave the files of the store, too. */
export function replacesText(write: Write, answer: StoreAnswer): boolean {
  if (write.kind === 'forgetNames') return true
  if (typeof answer !== 'object' || 'refused' in answer) return false
  if (write.kind === 'directory' && 'news' in answer)
    return answer.news.length > 0 && REPLACING.includes(write.change.type)
  if (write.kind !== 'event' || 'news' in answer || answer.duplicate) return false
  return write.content.kind === 'message_deleted' || write.content.kind === 'message_edited'
}
