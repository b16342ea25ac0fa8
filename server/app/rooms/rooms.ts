import type { Sharer } from '../shared-rate.ts'
import { Tally } from '../tally.ts'
import { LiveRoom, type LiveRoomDeps } from './live-room.ts'

const EVICT_AFTER_MS = 60_000

export interface RoomsOptions extends Omit<LiveRoomDeps, 'onIdle'> {
  /** Rooms; those that somebody has written to may be twice as many. */
  cap: number
  /** Rooms that one user has opened and somebody is in. */
  perUser: number
  perAddress: number
  /** Parts of a heartbeat over which the rooms are spread. */
  slices: number
}

/** `share`: this user or address has as many as it may. `full`: there is no place for a room without a history. */
export type NoPlace = 'share' | 'full'

/**
 * The rooms alive on this node. An idle one is forgotten after a minute, or when its place is needed. A room counts for
 * who opened it until it is idle; one that was written to can be entered however many others there are, and the places
 * of those go first to which nobody has written and in which nobody is but who opened them.
 */
export class Rooms {
  readonly #options: RoomsOptions
  readonly #rooms = new Map<string, LiveRoom>()
  /** Since when; in that order. */
  readonly #idle = new Map<LiveRoom, number>()
  readonly #slices: Set<LiveRoom>[]
  /** Of those that are not idle: who opened them. */
  readonly #openers = new Map<LiveRoom, { user: string; address: string }>()
  readonly #byUser = new Tally<string>()
  readonly #byAddress = new Tally<string>()
  #opened = 0

  constructor(options: RoomsOptions) {
    this.#options = options
    this.#slices = Array.from({ length: options.slices }, () => new Set())
  }

  get size(): number {
    return this.#rooms.size
  }

  /** A room that is alive. */
  known(name: string): LiveRoom | undefined {
    return this.#rooms.get(name)
  }

  all(): Iterable<LiveRoom> {
    return this.#rooms.values()
  }

  slice(index: number): Iterable<LiveRoom> {
    return this.#slices[index] ?? []
  }

  /** The caller joins or collects in the same turn. `written`: it has a history. */
  open(name: string, { user = '', address }: Sharer, written = false): LiveRoom | NoPlace {
    const known = this.#rooms.get(name)
    if (known !== undefined && this.#openers.has(known)) return known
    const { perUser, perAddress } = this.#options
    if (this.#byUser.get(user) >= perUser || this.#byAddress.get(address) >= perAddress) return 'share'
    if (known === undefined && !this.#makePlace(written)) return 'full'
    const room = known ?? this.#add(name)
    this.#idle.delete(room)
    this.#openers.set(room, { user, address })
    this.#byUser.add(user, 1)
    this.#byAddress.add(address, 1)
    return room
  }

  /** They will not come back within the grace. */
  endGrace(userId: string): void {
    for (const { people } of this.#rooms.values()) people.endGrace(userId)
  }

  /** They have no name from now on. */
  hide(userIds: readonly string[]): void {
    for (const { people } of this.#rooms.values()) for (const id of userIds) people.hide(id)
  }

  sweep(now: number): void {
    while (this.#evictOne(now - EVICT_AFTER_MS)) {}
  }

  /** What is kept of rooms because somebody is in them. */
  held(): Readonly<Record<string, number>> {
    const inUse = [...this.#rooms.values()].filter(room => !room.idle).length
    return {
      rooms: inUse,
      openers: this.#openers.size,
      roomsByUser: this.#byUser.size,
      roomsByAddress: this.#byAddress.size,
    }
  }

  stop(): void {
    for (const room of this.#rooms.values()) room.stop()
  }

  #add(name: string): LiveRoom {
    const { cap: _cap, slices: _slices, perUser: _perUser, perAddress: _perAddress, ...deps } = this.#options
    const room = new LiveRoom(name, { ...deps, onIdle: idle => this.#onIdle(idle) })
    this.#rooms.set(name, room)
    this.#slices[this.#opened++ % this.#slices.length]?.add(room)
    return room
  }

  #makePlace(written: boolean): boolean {
    const { cap } = this.#options
    if (this.#rooms.size < cap || this.#evictOne(Number.POSITIVE_INFINITY)) return true
    return written && (this.#giveUpBare() || this.#rooms.size < 2 * cap)
  }

  /** One of the address that has opened most, the oldest of it. */
  #giveUpBare(): boolean {
    let bare: LiveRoom | undefined
    let most = 0
    for (const [room, { address }] of this.#openers) {
      const count = this.#byAddress.get(address)
      if (count > most && room.bare) [bare, most] = [room, count]
    }
    if (bare === undefined) return false
    this.#release(bare)
    this.#remove(bare)
    bare.giveUp()
    return true
  }

  #onIdle(room: LiveRoom): void {
    this.#release(room)
    if (!this.#idle.has(room)) this.#idle.set(room, this.#options.clock.now())
  }

  /** It no longer counts for who opened it. */
  #release(room: LiveRoom): void {
    const opener = this.#openers.get(room)
    if (opener === undefined) return
    this.#openers.delete(room)
    this.#byUser.add(opener.user, -1)
    this.#byAddress.add(opener.address, -1)
  }

  #remove(room: LiveRoom): void {
    this.#rooms.delete(room.name)
    for (const slice of this.#slices) slice.delete(room)
  }

  #evictOne(idleBefore: number): boolean {
    for (const [room, since] of this.#idle) {
      if (since > idleBefore) return false
      this.#idle.delete(room)
      // It may have come to life since.
      if (!room.idle || this.#rooms.get(room.name) !== room) continue
      room.stop()
      this.#remove(room)
      return true
    }
    return false
  }
}
