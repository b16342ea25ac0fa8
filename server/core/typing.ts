interface Typer<By> {
  readonly by: By
  /** When typing ends by itself; of one that is over, when it is forgotten. */
  readonly until: number
  /** When others were last told that it began or goes on. */
  readonly toldAt: number
  readonly over: boolean
}

/** Who stops and starts again so soon is not told, or a room could be flooded with it. */
const PAUSE_MS = 1_000

/** Who types in one room, by user. It ends by itself; the caller asks `expire` when `nextDue` has come. */
export class Typing<By> {
  readonly #lastsMs: number
  readonly #typers = new Map<string, Typer<By>>()
  #size = 0

  constructor(lastsMs: number) {
    this.#lastsMs = lastsMs
  }

  /** Users who type now. */
  get size(): number {
    return this.#size
  }

  /**
   * True when others should be told: at the start, and again at half of the lasting time. `by`: the connection. `paced`: it comes
   * no more often than others are told.
   */
  start(userId: string, by: By, now: number, most: number, paced = false): boolean {
    const known = this.#typers.get(userId)
    const typing = known !== undefined && !known.over
    if (!typing && (this.#size >= most || (!paced && known !== undefined && now < known.toldAt + PAUSE_MS)))
      return false
    const tell = !typing || paced || now - known.toldAt >= this.#lastsMs / 2
    if (!typing) this.#size++
    this.#put(userId, { by, until: now + this.#lastsMs, toldAt: tell ? now : known.toldAt, over: false })
    return tell
  }

  /** True when the user was typing on this connection. */
  stop(userId: string, by: By): boolean {
    const known = this.#typers.get(userId)
    if (known === undefined || known.over || known.by !== by) return false
    this.#size--
    this.#put(userId, { ...known, until: known.toldAt + PAUSE_MS, over: true })
    return true
  }

  /** Those whose typing has ended by now, removed. */
  expire(now: number): { userId: string; by: By }[] {
    const ended: { userId: string; by: By }[] = []
    for (const [userId, { by, until, over }] of this.#typers) {
      if (until > now) break
      this.#typers.delete(userId)
      if (over) continue
      this.#size--
      ended.push({ userId, by })
    }
    return ended
  }

  nextDue(): number | undefined {
    for (const { until } of this.#typers.values()) return until
    return undefined
  }

  /** At the end of the map, so that those who type stand in the order of ending. */
  #put(userId: string, typer: Typer<By>): void {
    this.#typers.delete(userId)
    this.#typers.set(userId, typer)
  }
}
