/** What the server has acknowledged of a message, or of the change of one. */
export interface Receipt {
  room: string
  /** The id of its user. */
  user: string
  cid: string
  seq: number
  /** Of the message. */
  id: string
  change?: Change | undefined
}

export type Change = { type: 'edit_message'; text: string } | { type: 'delete_message' } | { type: 'react' }

/** More only say the same. */
const MOST_FAULTS = 100

/** Every acknowledgement that any client ever got, and what went against a promise. */
export class Ledger {
  readonly #receipts = new Map<string, Receipt>()
  #waiting: { size: number; go: () => void }[] = []
  readonly faults: string[] = []

  get size(): number {
    return this.#receipts.size
  }

  /** How many of them are changes. */
  get changes(): number {
    return [...this.#receipts.values()].filter(({ change }) => change).length
  }

  acknowledge(receipt: Receipt): void {
    const { room, user, cid, seq, id } = receipt
    const key = `${room} ${user} ${cid}`
    const known = this.#receipts.get(key)
    if (known && (known.seq !== seq || known.id !== id))
      this.fault(`${key} was acknowledged as ${known.seq} ${known.id}, then as ${seq} ${id}`)
    this.#receipts.set(key, receipt)
    const due = this.#waiting.filter(({ size }) => size <= this.size)
    this.#waiting = this.#waiting.filter(waiting => !due.includes(waiting))
    for (const { go } of due) go()
  }

  /** Resolves at the acknowledgement that makes it so many more. */
  more(count: number): Promise<void> {
    return new Promise(go => this.#waiting.push({ size: this.size + count, go }))
  }

  /** As of now, by room. */
  byRoom(): Map<string, Receipt[]> {
    const rooms = new Map<string, Receipt[]>()
    for (const receipt of this.#receipts.values()) {
      const list = rooms.get(receipt.room) ?? []
      list.push(receipt)
      rooms.set(receipt.room, list)
    }
    return rooms
  }

  fault(text: string): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push(text)
  }
}
