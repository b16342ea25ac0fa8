/** Something that is so from a moment on, as the store took it, and from when on the server goes by it. Virtual time, in ms. */
export interface Fact {
  readonly from: number
  /** From then on the server has to go by it. */
  knownAt: number
  /** The request that made it so. */
  readonly cid: string | undefined
  /** When the store took the end of it; undefined: it lasts. */
  to?: number
  /** From then on the server must not go by it any more. */
  endKnownAt?: number
  /** The request that ended it. */
  endCid?: string | undefined
}

/** How the server has come to know what the store holds: by an answer, by looking anew, or because it begins. */
export type Learned = 'answered' | 'recovered' | 'begun'

/** What nobody was told to be so counts so much later at the latest: everything is read anew by then. ms. */
export const LATEST_MS = 15_000
const NEVER = Number.POSITIVE_INFINITY

/** Facts of one kind, and when the server has to know of them: from the answer to who asked for it on. */
export class Facts<More> {
  readonly #now: () => number
  readonly all: (Fact & More)[] = []

  constructor(now: () => number) {
    this.#now = now
  }

  begin(more: More, cid: string | undefined): void {
    this.all.push({ from: this.#now(), knownAt: NEVER, cid, ...more })
  }

  end(isSuch: (fact: More) => boolean, cid: string | undefined): void {
    for (const fact of this.all) {
      if (fact.to !== undefined || !isSuch(fact)) continue
      Object.assign(fact, { to: this.#now(), endKnownAt: NEVER, endCid: cid })
    }
  }

  /** The store was set back: what it still holds begins anew. */
  loseAll(): void {
    this.end(() => true, undefined)
  }

  learn(how: Learned): void {
    const at = this.#now() + (how === 'begun' ? 0 : LATEST_MS)
    for (const fact of this.all) {
      fact.knownAt = Math.min(fact.knownAt, at)
      if (fact.endKnownAt !== undefined) fact.endKnownAt = Math.min(fact.endKnownAt, at)
    }
  }

  /** Who asked for it is told that it is done. */
  confirm(cid: string): void {
    const at = this.#now()
    for (const fact of this.all) {
      if (fact.cid === cid) fact.knownAt = Math.min(fact.knownAt, at)
      if (fact.endCid === cid && fact.endKnownAt !== undefined) fact.endKnownAt = Math.min(fact.endKnownAt, at)
    }
  }

  /** Those by which everything had to go that was heard since then. */
  binding(since: number): (Fact & More)[] {
    return this.all.filter(({ knownAt, to = NEVER }) => knownAt < since && to > this.#now())
  }

  /** Those by which the server may have gone at some time since then. */
  possible(since: number): (Fact & More)[] {
    return this.all.filter(({ endKnownAt = NEVER }) => endKnownAt >= since)
  }

  /** What is so now. */
  lasting(): (Fact & More)[] {
    return this.all.filter(({ to }) => to === undefined)
  }
}
