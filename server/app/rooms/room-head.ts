/** How far the members of a room were told, and which heartbeat has to say so. */
export class RoomHead {
  /** What they were told. */
  seq = 0
  /** Of this heartbeat; undefined: it is not near. */
  #beat: 'expected' | 'told' | undefined

  /** From here on an event may take the head with it, which then needs no frame of its own. */
  expect(): void {
    this.#beat = 'expected'
  }

  /** Whether this event does. */
  goesAlong(): boolean {
    if (this.#beat !== 'expected') return false
    this.#beat = 'told'
    return true
  }

  /** Whether it still has to be said now. */
  isDue(): boolean {
    const told = this.#beat === 'told'
    this.#beat = undefined
    return !told
  }
}
