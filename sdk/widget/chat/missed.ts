import { systemClock } from '../../lib/clock.ts'
import type { Message, Position } from '../../protocol/records.ts'
import type { Note } from '../kept/notes.ts'

/** Where it is kept what was seen. */
export interface MissedKeeper {
  readonly note: Note
  keep(change: Note): void
  own(message: Message): boolean
}

/** How often it is kept that what comes is seen. */
const KEEP_MS = 1_000

/** Counts the messages of others that their reader has not seen, over page loads. */
export class Missed {
  readonly #keeper: () => MissedKeeper
  readonly #changed: (count: number) => void
  #cancelKeep: (() => void) | undefined
  #count = 0
  /** The newest message. */
  #newest: Position | undefined
  #open = false
  /** What comes is in sight. */
  #seeing = false
  readonly #look = () => this.#see(this.#open && document.visibilityState !== 'hidden')
  // Not every browser says that a page which goes is hidden
  readonly #leave = () => this.#see(false)

  constructor(keeper: () => MissedKeeper, changed: (count: number) => void) {
    this.#keeper = keeper
    this.#changed = changed
  }

  get count(): number {
    return this.#count
  }

  start(open: boolean): void {
    this.open = open
    document.addEventListener('visibilitychange', this.#look)
    addEventListener('pageshow', this.#look)
    addEventListener('pagehide', this.#leave)
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#look)
    removeEventListener('pageshow', this.#look)
    removeEventListener('pagehide', this.#leave)
    this.#leave()
  }

  /** The panel was opened or closed. */
  set open(open: boolean) {
    this.#open = open
    this.#look()
  }

  /** Another room, or another reader. */
  begin(): void {
    if (this.#seeing) this.#saw()
    this.#newest = undefined
    this.#set(0)
  }

  /** The newest page came. */
  page(epoch: string, messages: readonly Message[]): void {
    const keeper = this.#keeper()
    const { seen } = keeper.note
    this.#newest = { epoch, seq: messages.at(-1)?.seq ?? 0 }
    // Who is here for the first time has missed nothing
    if (this.#seeing || seen?.epoch !== epoch) this.#saw()
    else this.#set(messages.filter(message => message.seq > seen.seq && !keeper.own(message)).length)
  }

  message(message: Message): void {
    if (this.#newest) this.#newest.seq = message.seq
    if (this.#seeing) this.#cancelKeep ??= systemClock.after(KEEP_MS, () => this.#saw())
    else if (!this.#keeper().own(message)) this.#set(this.#count + 1)
  }

  /** Another element or tab of this person may have seen it. */
  sync(): void {
    const { seen } = this.#keeper().note
    if (seen && this.#newest?.epoch === seen.epoch && seen.seq >= this.#newest.seq) this.#set(0)
  }

  #see(seeing: boolean): void {
    if (seeing === this.#seeing) return
    this.#seeing = seeing
    this.#saw()
  }

  /** What is here is seen: kept where seeing begins and ends, and between the two for the other elements and tabs. */
  #saw(): void {
    this.#cancelKeep?.()
    this.#cancelKeep = undefined
    if (this.#newest) this.#keeper().keep({ seen: { ...this.#newest } })
    this.#set(0)
  }

  #set(count: number): void {
    if (count === this.#count) return
    this.#count = count
    this.#changed(count)
  }
}
