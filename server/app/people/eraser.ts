import type { Clock } from '../../ports/clock.ts'
import type { Directory, Erasure } from '../../ports/directory.ts'
import type { Log } from '../../ports/log.ts'
import type { PersonalData } from '../../ports/personal-data.ts'
import type { Random } from '../../ports/random.ts'
import type { Content, RoomLog } from '../../ports/room-log.ts'
import { Pace } from './pace.ts'

export interface EraserDeps {
  directory: Directory
  personal: PersonalData
  log: RoomLog
  clock: Clock
  random: Random
  logger: Log
  /** Left out: nobody else erases. Whether it is for this node to erase what is of this person, for a minute at least. */
  turn?: ((id: string) => Promise<boolean>) | undefined
}

/** People of whom something is erased at once, and rooms of one. */
const PEOPLE = 16
const ROOMS = 4
/** After a failure, at first and at most. ms. */
const AGAIN_MS = 5_000
const MOST_MS = 600_000
const ROWS = 200
const PIECE_BYTES = 64_000
/** How often it is looked for what another node began and did not end. ms. */
const LOOK_MS = 60_000
/** So late what other nodes took of somebody is there. ms. */
const LATE_MS = 5_000

/**
 * Erases what people wrote who were removed: message by message, as they would have done it, so that everybody sees it. What is
 * to do is in the directory until it is done, so that it goes on after a restart from what is still there.
 */
export class Eraser {
  readonly #deps: EraserDeps
  readonly #pace: Pace
  readonly #cancels = new Set<() => void>()
  /** Whom it is busy with. */
  readonly #people = new Set<string>()
  /** Whom it tries again later. */
  readonly #later = new Set<string>()
  #looking = false
  /** There may be people of whom it does not know. */
  #missed = false
  #tries = 0
  /** How often the store has failed, and may have lost what was erased. */
  #resets = 0
  #unwatch: (() => void) | undefined
  #stopLooking: (() => void) | undefined
  #stopped = false

  constructor(deps: EraserDeps) {
    this.#deps = deps
    this.#pace = new Pace(deps.clock)
  }

  /** Somebody was removed, now or in an earlier process. */
  begin(): void {
    this.#unwatch ??= this.#deps.directory.watchRoom('', ({ type }) => {
      if (type === 'reset') this.#onReset()
    })
    if (this.#deps.turn) this.#stopLooking ??= this.#deps.clock.every(LOOK_MS, () => void this.#look())
    void this.#look()
  }

  stop(): void {
    this.#stopped = true
    this.#unwatch?.()
    this.#stopLooking?.()
    for (const cancel of this.#cancels) cancel()
    this.#pace.stop()
  }

  /** What was erased last may be there again, and who it was of. */
  #onReset(): void {
    this.#resets++
    void this.#look()
  }

  async #look(): Promise<void> {
    this.#missed = true
    if (this.#looking) return
    this.#looking = true
    try {
      while (this.#missed && this.#people.size < PEOPLE && !this.#stopped) {
        this.#missed = false
        await this.#find()
      }
      this.#tries = 0
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'what is to be erased could not be read, and is tried again')
      this.#after(this.#backoff(this.#tries++), () => void this.#look())
    } finally {
      this.#looking = false
    }
  }

  async #find(): Promise<void> {
    let after: string | undefined
    for (;;) {
      const page = await this.#deps.directory.erasures(after, ROWS)
      for (const erasure of page) {
        if (this.#people.has(erasure.id) || this.#later.has(erasure.id)) continue
        if (this.#people.size >= PEOPLE || this.#stopped) {
          this.#missed = true
          return
        }
        void this.#erase(erasure, 0)
      }
      if (page.length < ROWS) return
      after = page.at(-1)?.id
    }
  }

  async #erase(erasure: Erasure, tries: number): Promise<void> {
    const { id } = erasure
    this.#people.add(id)
    try {
      if ((await this.#deps.turn?.(id)) !== false) {
        await this.#eraseWhole(erasure)
        if (this.#deps.turn) await this.#eraseLate(erasure)
        if (!this.#stopped) await this.#deps.directory.endErasure(id)
      }
    } catch (error) {
      if (!this.#stopped) this.#eraseLater(erasure, tries, error)
    }
    this.#people.delete(id)
    if (this.#missed) await this.#look()
  }

  /** Others have its place meanwhile. */
  #eraseLater(erasure: Erasure, tries: number, error: unknown): void {
    const { id } = erasure
    this.#deps.logger.warn({ err: error, user: id }, 'what somebody wrote could not be erased, and is tried again')
    this.#later.add(id)
    this.#after(this.#backoff(tries), () => {
      this.#later.delete(id)
      void this.#erase(erasure, tries + 1)
    })
  }

  async #eraseWhole(erasure: Erasure): Promise<void> {
    for (let resets = -1; resets !== this.#resets && !this.#stopped; ) {
      resets = this.#resets
      await this.#erasePerson(erasure)
    }
  }

  async #eraseLate(erasure: Erasure): Promise<void> {
    await new Promise<void>(resolve => this.#after(LATE_MS, resolve))
    await this.#eraseWhole(erasure)
  }

  /** Rejects when something is left; the rooms that failed hold up no others. */
  async #erasePerson({ id, ids }: Erasure): Promise<void> {
    const { personal } = this.#deps
    let after: string | undefined
    let failed: unknown
    for (;;) {
      const rooms = await personal.roomsOfPerson(ids, after, ROOMS)
      const results = await Promise.allSettled(rooms.map(room => this.#eraseIn(room, id, ids)))
      for (const result of results) if (result.status === 'rejected') failed = result.reason
      after = rooms.at(-1)
      if (rooms.length < ROOMS || this.#stopped) break
    }
    if (failed !== undefined) throw failed
  }

  async #eraseIn(room: string, id: string, ids: readonly string[]): Promise<void> {
    const { personal } = this.#deps
    const leave = this.#pace.enter(room)
    try {
      let after: number | undefined = 0
      while (after !== undefined && !this.#stopped) {
        await this.#deps.turn?.(id)
        const page = await personal.writtenBy(room, ids, { after, limit: ROWS, maxBytes: PIECE_BYTES })
        for (const { id: messageId, deleted } of page.messages)
          if (!deleted) await this.#write(room, id, ids, { kind: 'message_deleted', messageId, by: 'author' })
        if (!this.#stopped) await personal.forgetNames(room, ids, after, page.next)
        after = page.next
      }
      after = 0
      while (after !== undefined && !this.#stopped) {
        await this.#deps.turn?.(id)
        const page = await personal.reactedBy(room, ids, after, ROWS)
        for (const { messageId, emoji, user } of page.reactions)
          await this.#write(room, user, ids, { kind: 'reaction', messageId, emoji, on: false, kinds: 0, own: 0 })
        after = page.next
      }
      if (!this.#stopped) await personal.forgetAuthor(room, ids)
    } finally {
      leave()
    }
  }

  /** A message that is gone by now is as good. */
  async #write(room: string, id: string, formerIds: readonly string[], content: Content): Promise<void> {
    await this.#pace.turn(room)
    if (this.#stopped) return
    const user = { id, name: '', deleted: true } as const
    await this.#deps.log.append({ room, user, formerIds, cid: `erase-${this.#deps.random.id()}`, content })
  }

  #backoff(tries: number): number {
    return Math.min(MOST_MS, AGAIN_MS * 2 ** tries)
  }

  #after(ms: number, run: () => void): void {
    if (this.#stopped) return
    const cancel = this.#deps.clock.after(ms, () => {
      this.#cancels.delete(cancel)
      run()
    })
    this.#cancels.add(cancel)
  }
}
