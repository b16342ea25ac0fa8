/** Who types in one room, by user. It ends by itself; the caller asks `expire` when `nextDue` has come. */
export class Typing<By> {
  readonly #lastsMs: number
  readonly #typers = new Map<string, { by: By; until: number; announcedAt: number }>()

  constructor(lastsMs: number) {
    this.#lastsMs = lastsMs
  }

  get size(): number {
    return this.#typers.size
  }

  /** True when others should be told: at the start, and again at half of the lasting time. `by`: the connection. */
  start(userId: string, by: By, now: number, most: number): boolean {
    const known = this.#typers.get(userId)
    if (known === undefined && this.#typers.size >= most) return false
    const announce = known === undefined || now - known.announcedAt >= this.#lastsMs / 2
    // Deleted first, so that the map's order is the order of ending.
    this.#typers.delete(userId)
    this.#typers.set(userId, {
      by,
      until: now + this.#lastsMs,
      announcedAt: announce ? now : (known?.announcedAt ?? now),
    })
    return announce
  }

  /** True when the user was typing on this connection. */
  stop(userId: string, by: By): boolean {
    return this.#typers.get(userId)?.by === by && this.#typers.delete(userId)
  }

  /** Those whose typing has ended by now, removed. */
  expire(now: number): { userId: string; by: By }[] {
    const ended: { userId: string; by: By }[] = []
    for (const [userId, { by, until }] of this.#typers) {
      if (until > now) break
      this.#typers.delete(userId)
      ended.push({ userId, by })
    }
    return ended
  }

  nextDue(): number | undefined {
    for (const { until } of this.#typers.values()) return until
    return undefined
  }
}
