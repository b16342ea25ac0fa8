/** Buckets of which other nodes have some, too. Times are ms since the Unix epoch. */
export interface RateShare {
  /** Others have taken, too: the bucket of this key is not full before this time. */
  raise(key: string, fullAt: number): void
}

/** Rates that hold over all nodes. What a node lets through is counted here at once, and by the others a moment later. */
export interface RatesOfNodes {
  /** Joins those of this name; the returned function tells what was taken, in ms of filling. */
  share(name: string, share: RateShare): (key: string, ms: number) => void
}
