import type { RoomChanges } from '../../../sdk/protocol/records.ts'
import type { Directory, DirectoryNews } from '../../ports/directory.ts'
import { LogUnavailable } from '../../ports/room-log.ts'
import { OPEN_ROOM, type Place, placeAfter, placeOf } from './place.ts'
import { Seats } from './seats.ts'

export interface RoomSettingsDeps {
  directory: Directory
  /** Only rooms are there that somebody made. */
  listed: boolean
  /** ms since the Unix epoch. */
  timeOfDay: () => number
}

/** How a room that is alive is set: as the directory says, which it follows. */
export class RoomSettings<Room extends { readonly name: string }> {
  /** Of who is in it; not before `ready`. */
  readonly seats: Seats<Room>
  readonly #room: string
  readonly #deps: RoomSettingsDeps
  readonly #onSettled: (before: Place) => void
  readonly #unwatch: () => void
  #reading: Promise<boolean> | undefined
  /** Of what was asked, that counts which was asked last. */
  #asked = 0
  #known = false

  /**
   * May throw LogUnavailable. `onSettled` hears of every change of a room that is ready, `onQueue` when something else may wait
   * for who keeps order.
   */
  constructor(
    room: Room,
    deps: RoomSettingsDeps,
    onSettled: (before: Place) => void,
    onQueue: (news: DirectoryNews) => void,
  ) {
    this.#room = room.name
    this.#deps = deps
    this.#onSettled = onSettled
    this.seats = new Seats(room, OPEN_ROOM, deps.timeOfDay)
    this.#unwatch = deps.directory.watchRoom(room.name, news => {
      if (news.type === 'room' || news.type === 'reset') this.#read()
      if (news.type === 'queue' || news.type === 'hold' || news.type === 'reset') onQueue(news)
    })
    this.#read()
  }

  /** Undefined: the seats are as the room is set now. Else wait, and ask again. The promise may reject with LogUnavailable. */
  ready(): Promise<void> | undefined {
    if (this.#reading === undefined && this.#known) return undefined
    return this.#wait()
  }

  /** An event of the room says so; the directory tells of it in the same turn. */
  change(changes: RoomChanges): void {
    if (this.#known) this.#settle(placeAfter(this.seats.place, changes))
    else this.#read()
  }

  /** From now on it follows nothing: whoever still asks has it read anew. */
  stop(): void {
    this.#asked++
    this.#known = false
    this.#unwatch()
  }

  async #wait(): Promise<void> {
    if (this.#reading === undefined) this.#read()
    while (this.#reading) if (!(await this.#reading)) throw new LogUnavailable('The directory does not answer.')
    // it was stopped meanwhile
    if (!this.#known) throw new LogUnavailable('The room is no longer alive.')
  }

  #read(): void {
    const asked = ++this.#asked
    const { directory, listed } = this.#deps
    const reading: Promise<boolean> = directory.room(this.#room).then(
      record => {
        if (asked === this.#asked) this.#settle(placeOf(this.#room, record, listed) ?? this.seats.place)
        this.#over(reading)
        return true
      },
      () => {
        // what is known may be out of date: whoever comes next asks again
        if (this.#reading === reading) this.#known = false
        this.#over(reading)
        return false
      },
    )
    this.#reading = reading
  }

  #over(reading: Promise<boolean>): void {
    if (this.#reading === reading) this.#reading = undefined
  }

  #settle(place: Place): void {
    const before = this.seats.place
    const known = this.#known
    this.#known = true
    if (JSON.stringify(place) === JSON.stringify(before)) return
    this.seats.place = place
    if (known) this.#onSettled(before)
  }
}
