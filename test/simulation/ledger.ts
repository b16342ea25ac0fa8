/** What people wrote, and what they were told about it. Every text is written once. */
export interface Posted {
  readonly text: string
  readonly room: string
  readonly userId: string
  readonly tab: string
  readonly cid: string
  /** What the server said of it, and to which tab. */
  ack?: { seq: number; id: string; tab: string }
  /** Nobody waits for it any more: it may be stored or not. */
  dropped: boolean
}

export class Ledger {
  readonly posted = new Map<string, Posted>()
  readonly #byCid = new Map<string, Posted>()

  add(post: Omit<Posted, 'ack' | 'dropped'>): void {
    const posted: Posted = { ...post, dropped: false }
    this.posted.set(post.text, posted)
    this.#byCid.set(post.cid, posted)
  }

  byCid(cid: string): Posted | undefined {
    return this.#byCid.get(cid)
  }
}
