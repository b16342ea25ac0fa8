import type { RoomContent } from '../inspect.ts'
import type { Receipt } from '../ledger.ts'

/** More only say the same. */
const MOST_FAULTS = 100

/** What was acknowledged on whatever node, and what went against a promise. */
export class Book {
  readonly faults: string[] = []
  acknowledged = 0
  /** Acknowledged and not there, where the durability of Redis promised it. */
  lost = 0
  /** Acknowledged before Redis lost what it had, or a part of it. */
  lostWithRedis = 0
  twice = 0
  #receipts = new Map<string, Receipt>()
  #doubtful: Receipt[] = []

  acknowledge(receipt: Receipt): void {
    const { room, user, cid, seq, id } = receipt
    const key = `${room} ${user} ${cid}`
    const known = this.#receipts.get(key)
    if (known && (known.seq !== seq || known.id !== id))
      this.fault(`${key} was acknowledged as ${known.seq} ${known.id}, then as ${seq} ${id}`)
    if (!known) this.acknowledged++
    this.#receipts.set(key, receipt)
  }

  /** Redis has lost something of what was acknowledged until now. */
  doubt(): void {
    this.#doubtful.push(...[...this.#receipts.values()].filter(({ change }) => !change))
    this.#receipts = new Map()
  }

  /** The last place in the room of what is surely there. */
  lastOf(name: string): number {
    return Math.max(0, ...[...this.#receipts.values()].map(({ room, seq }) => (room === name ? seq : 0)))
  }

  /** All that was asked for is answered: compares it with what there is. */
  compare(content: ReadonlyMap<string, RoomContent>): void {
    const messages = new Map<string, RoomContent['messages'][number]>()
    for (const [room, { messages: all }] of content) {
      let last = 0
      for (const message of all) {
        const key = `${room} ${message.user.id} ${message.cid}`
        if (messages.has(key)) this.#isTwice(`${key} is there as ${messages.get(key)?.seq} and ${message.seq}`)
        if (message.seq <= last) this.fault(`${room} has ${message.seq} behind ${last}`)
        last = message.seq
        messages.set(key, message)
      }
    }
    for (const receipt of this.#doubtful) {
      const key = keyOf(receipt)
      if (messages.get(key)?.id === receipt.id) this.#receipts.set(key, receipt)
      else this.lostWithRedis++
    }
    this.#doubtful = []
    const byId = new Map([...messages.values()].map(message => [message.id, message]))
    const places = new Map<string, string>()
    const edits = new Map<string, { seq: number; text: string }>()
    for (const receipt of this.#receipts.values()) {
      const { room, cid, seq, id, change } = receipt
      const place = `${room} ${seq}`
      if (seq > 0 && places.has(place)) this.#isTwice(`${cid} and ${places.get(place)} were both put at ${place}`)
      places.set(place, cid)
      const message = change ? byId.get(id) : messages.get(keyOf(receipt))
      if (!message) this.#isLost(`${place} ${cid}`)
      else if (!change && (message.seq !== seq || message.id !== id))
        this.fault(`moved: ${place} ${cid} is ${message.seq}`)
      else if (change?.type === 'delete_message' && !message.deleted) this.#isLost(`the deletion ${place} of ${id}`)
      else if (change?.type === 'edit_message' && seq > (edits.get(id)?.seq ?? 0))
        edits.set(id, { seq, text: change.text })
    }
    for (const [id, { seq, text }] of edits) {
      const message = byId.get(id)
      if (message && !message.deleted && message.text !== text)
        this.#isLost(`the edit ${seq} of ${id} to “${text}”, which says “${message.text}”`)
    }
  }

  fault(text: string): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push(text)
  }

  #isLost(what: string): void {
    this.lost++
    this.fault(`lost: ${what}`)
  }

  #isTwice(what: string): void {
    this.twice++
    this.fault(`twice: ${what}`)
  }
}

function keyOf({ room, user, cid }: Receipt): string {
  return `${room} ${user} ${cid}`
}
