import { LiveRoom, type LiveRoomDeps } from './live-room.ts'

const FORGET_AFTER_MS = 60_000

export interface RoomsOptions extends Omit<LiveRoomDeps, 'onIdle'> {
  cap: number
  /** Parts of a heartbeat over which the rooms are spread. */
  slices: number
}

/** The rooms alive on this node. An idle one is forgotten after a minute, or when its place is needed. */
export class Rooms {
  readonly #options: RoomsOptions
  readonly #rooms = new Map<string, LiveRoom>()
  /** Since when; in that order. */
  readonly #idle = new Map<LiveRoom, number>()
  readonly #slices: Set<LiveRoom>[]
  #opened = 0

  constructor(options: RoomsOptions) {
    this.#options = options
    this.#slices = Array.from({ length: options.slices }, () => new Set())
  }

  get size(): number {
    return this.#rooms.size
  }

  all(): Iterable<LiveRoom> {
    return this.#rooms.values()
  }

  slice(index: number): Iterable<LiveRoom> {
    return this.#slices[index] ?? []
  }

  /** The caller joins or collects in the same turn. Undefined: there are too many rooms. */
  open(name: string): LiveRoom | undefined {
    const known = this.#rooms.get(name)
    if (known !== undefined) {
      this.#idle.delete(known)
      return known
    }
    if (this.#rooms.size >= this.#options.cap && !this.#forgetOne(Number.POSITIVE_INFINITY)) return undefined
    const { cap: _cap, slices: _slices, ...deps } = this.#options
    const room = new LiveRoom(name, { ...deps, onIdle: idle => this.#onIdle(idle) })
    this.#rooms.set(name, room)
    this.#slices[this.#opened++ % this.#slices.length]?.add(room)
    return room
  }

  sweep(now: number): void {
    while (this.#forgetOne(now - FORGET_AFTER_MS)) {}
  }

  stop(): void {
    for (const room of this.#rooms.values()) room.stop()
  }

  #onIdle(room: LiveRoom): void {
    if (!this.#idle.has(room)) this.#idle.set(room, this.#options.clock.now())
  }

  #forgetOne(idleBefore: number): boolean {
    for (const [room, since] of this.#idle) {
      if (since > idleBefore) return false
      this.#idle.delete(room)
      // It may have come to life since.
      if (!room.idle || this.#rooms.get(room.name) !== room) continue
      room.stop()
      this.#rooms.delete(room.name)
      for (const slice of this.#slices) slice.delete(room)
      return true
    }
    return false
  }
}
