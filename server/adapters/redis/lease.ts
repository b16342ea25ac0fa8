/** Which nodes are alive, as each says of itself from time to time. */
export interface Lease {
  /** This node: another name after each start of the process, without spaces. */
  readonly node: string
  alive(node: string): boolean
  /** Hears of a node that is no longer alive; returns what ends it. */
  gone(listener: (node: string) => void): () => void
  /** Hears that others may have taken this node for gone, or that what it wrote is lost. */
  lapsed(listener: () => void): () => void
}
