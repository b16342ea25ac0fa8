import { systemClock } from '../../lib/clock.ts'
import type { Message, Position } from '../../protocol/records.ts'
import type { RoomStore } from '../../store/room-store.ts'
import type { MessageItem } from '../../store/view-model.ts'
import type { Note } from '../kept/notes.ts'

/** Where it is kept what was seen. */
export interface MissedKeeper {
  readonly note: Note
  keep(change: Note): void
  own(message: Pick<Message, 'user'>): boolean
}

/** How often it is kept that what comes is seen. */
const KEEP_MS = 1_000

export interface MissedOptions {
  keeper(): MissedKeeper
  /** With all that was not seen, here and elsewhere. */
  changed(count: number): void
  /** Another room or reader comes, and the one before is still here. */
  begins(): void
  /** All up to this is seen. */
  saw(position: Position): void
}

/** Counts the messages of others that their reader has not seen, over page loads. */
export class Missed {
  readonly #options: MissedOptions
  #cancelKeep: (() => void) | undefined
  #count = 0
  #elsewhere = 0
  /** The newest message. */
  #newest: Position | undefined
  #open = false
  /** What comes is in sight. */
  #seeing = false
  readonly #look = () => this.#see(this.#open && document.visibilityState !== 'hidden')
  // Not every browser says that a page which goes is hidden
  readonly #leave = () => this.#see(false)

  constructor(options: MissedOptions) {
    this.#options = options
  }

  get count(): number {
    return this.#count + this.#elsewhere
  }

  /** In rooms that are not shown. */
  set elsewhere(count: number) {
    if (count === this.#elsewhere) return
    this.#elsewhere = count
    this.#options.changed(this.count)
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
    this.#options.begins()
    if (this.#seeing) this.#saw()
    this.#newest = undefined
    this.#set(0)
  }

  /** The newest page came. */
  page(epoch: string, messages: readonly Pick<Message, 'seq' | 'user'>[]): void {
    const keeper = this.#options.keeper()
    const { seen } = keeper.note
    this.#newest = { epoch, seq: messages.at(-1)?.seq ?? 0 }
    // Who is here for the first time has missed nothing
    if (this.#seeing || seen?.epoch !== epoch) this.#saw()
    else this.#set(messages.filter(message => message.seq > seen.seq && !keeper.own(message)).length)
  }

  /** A room that was followed already is shown. */
  enter({ room, view }: RoomStore): void {
    const items = view.log.items.filter(item => item.kind === 'message' && item.seq > 0) as MessageItem[]
    const epoch = room.state.status === 'joined' ? room.state.position.epoch : ''
    this.page(epoch, items)
  }

  /** Another device of this person has seen it up to here. */
  readTo(upTo: number): void {
    if (this.#newest && upTo >= this.#newest.seq) this.#set(0)
  }

  message(message: Message): void {
    if (this.#newest) this.#newest.seq = message.seq
    if (this.#seeing) this.#cancelKeep ??= systemClock.after(KEEP_MS, () => this.#saw())
    else if (!this.#options.keeper().own(message)) this.#set(this.#count + 1)
  }

  /** Another element or tab of this person may have seen it. */
  sync(): void {
    const { seen } = this.#options.keeper().note
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
    if (this.#newest) {
      this.#options.keeper().keep({ seen: { ...this.#newest } })
      if (this.#newest.seq > 0) this.#options.saw({ ...this.#newest })
    }
    this.#set(0)
  }

  #set(count: number): void {
    if (count === this.#count) return
    this.#count = count
    this.#options.changed(this.count)
  }
}
