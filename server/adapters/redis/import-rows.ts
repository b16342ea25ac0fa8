import { createHash } from 'node:crypto'
import type { ChangeEvent, RoomEvent } from '../../../sdk/protocol/events.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import type { HeldMessage } from '../../events/event-rows.ts'
import { HIDDEN } from '../../moving/import-event.ts'
import type { ImportRows, Reacting } from '../../moving/import-rows.ts'
import type { ImportedEvent, ImportedMessage } from '../../wire/import-line.ts'
import type { Cells } from './cells.ts'
import type { HashCells } from './hash-cells.ts'
import { newSeq, seqOf, wordOf } from './new-seqs.ts'
import type { RoomKeys } from './room-keys.ts'
import { RoomReactions } from './room-reactions.ts'
import { heldOf, messageRow } from './room-row.ts'
import { CHANGES_KEPT, RedisEventRows } from './room-rows.ts'

export interface ImportPlace {
  /** The seqs of the lines are kept. */
  readonly keeps: boolean
  /** Up to this seq an earlier import had come that kept them. */
  readonly resumed: number
}

/** The rows of a room over cells while a part of an import comes. What is seldom the case is guessed and checked later. */
export class RedisImportRows implements ImportRows {
  readonly #cells: Cells
  readonly #keys: RoomKeys
  readonly #place: ImportPlace
  readonly #rows: RedisEventRows
  readonly #reactions: RoomReactions
  readonly #before: number
  /** Changes of this part, whose places are known. */
  readonly #changed: number[] = []
  /** These are other lines than those of the earlier import, whose seqs are kept no longer. */
  isOther = false
  #head: number
  #isAdded = false

  constructor(cells: Cells, keys: RoomKeys, place: ImportPlace) {
    this.#cells = cells
    this.#keys = keys
    this.#place = place
    this.#rows = new RedisEventRows(cells, keys)
    this.#reactions = new RoomReactions(cells, keys)
    this.#before = place.keeps ? Number(cells.hash(keys.meta).get('s') ?? 0) : newSeq(0)
    this.#head = this.#before
  }

  get head(): number {
    return this.#head
  }

  /** How many events were added whose seqs are still to be given. */
  get added(): number {
    return this.#place.keeps ? 0 : this.#rows.added
  }

  /** By its cid for some days; a message by its id for ever, what else came with an import, or is given up since, by its place. */
  known(event: ImportedEvent): number | undefined {
    this.#rows.now = event.sentAt
    const byCid = this.#rows.known((event.user ?? HIDDEN).id, event.cid)
    if (byCid) return byCid.seq
    const { seq = 0 } = event
    const isOfEarlier = seq > 0 && seq <= this.#place.resumed
    if (isOfEarlier && seq < Number(this.#cells.hash(this.#keys.meta).get('f') ?? 1)) return seq
    const known = 'type' in event ? this.#atPlace(event, isOfEarlier) : this.#byId(event)
    if (this.#place.keeps && isOfEarlier && known !== seq) this.isOther = true
    return known
  }

  messageId(seq: number): string | undefined {
    return this.#at(seq)?.message.id
  }

  freeId(message: ImportedMessage): string {
    return this.#seqOf(message.id) === undefined ? message.id : otherId(message)
  }

  leap(to: number, isFirst: boolean): void {
    const meta = this.#cells.hash(this.#keys.meta)
    if (isFirst) meta.set('f', String(to))
    if (to > this.#head + 1) meta.set('c', String(to))
  }

  addMessage(held: HeldMessage, reactions: readonly Reacting[]): void {
    const { message } = held
    const { seq, id, pinned, sentAt } = message
    this.#rows.now = sentAt
    this.#rows.addMessage(message)
    this.#messages.set(wordOf(seq), messageRow(held))
    if (pinned) this.#cells.sorted(this.#keys.pins).add(id, wordOf(seq))
    this.#reactions.take(seq, reactions)
    this.#took(seq)
  }

  addChange(event: ChangeEvent | RoomEvent, by: User): void {
    this.#rows.now = event.sentAt
    this.#rows.addChange(event, by)
    if (this.#place.keeps) this.#changed.push(event.seq)
    this.#took(event.seq)
  }

  revise(target: number, seq: number, isPin: boolean): void {
    const held = this.#at(target)
    if (!held) return
    const { message } = held
    if ((message.rev ?? 0) < seq)
      this.#messages.set(wordOf(target), messageRow({ ...held, message: { ...message, rev: seq } }))
    if (isPin && message.pinned) this.#cells.sorted(this.#keys.pins).add(message.id, wordOf(seq))
  }

  /** When all of the part is written; `epoch`: a new one, if it is to begin. */
  end(epoch: string | undefined): void {
    if (!this.#isAdded) return
    const meta = this.#cells.hash(this.#keys.meta)
    if (epoch !== undefined) meta.set('e', epoch)
    this.#rows.end()
    if (!this.#place.keeps) return
    meta.set('s', String(this.#head))
    meta.set('k', String(this.#head))
    const last = this.#head - CHANGES_KEPT
    const changes = this.#cells.hash(this.#keys.changes)
    for (let seq = Math.max(1, this.#before - CHANGES_KEPT + 1); seq <= Math.min(this.#before, last); seq++)
      changes.delete(String(seq))
    for (const seq of this.#changed) if (seq <= last) changes.delete(String(seq))
  }

  /** Has read together what these lines are going to ask; `placeOf`: of the messages that they are about. */
  want(events: readonly ImportedEvent[], placeOf: (line: number) => number | undefined): void {
    const ids = this.#cells.hash(this.#keys.ids)
    const wanted = events.flatMap(event => ('type' in event ? [] : [event.id]))
    ids.want(wanted)
    const seqs = new Set(wanted.flatMap(id => ids.get(id) ?? []))
    for (const event of events) {
      const target = 'target' in event ? event.target : 'replyTo' in event ? event.replyTo?.target : undefined
      const place = target === undefined ? undefined : placeOf(target)
      if (place !== undefined) seqs.add(String(Math.abs(place)))
    }
    this.#messages.want([...seqs])
  }

  #took(seq: number): void {
    this.#head = seq
    this.#isAdded = true
  }

  get #messages(): HashCells {
    return this.#cells.hash(this.#keys.messages)
  }

  #at(seq: number): HeldMessage | undefined {
    const row = this.#messages.get(wordOf(seq))
    return row === undefined ? undefined : heldOf(this.#keys.room, seq, row)
  }

  #seqOf(id: string): number | undefined {
    const seq = this.#cells.hash(this.#keys.ids).getUnlikely(id)
    return seq === undefined ? undefined : seqOf(seq)
  }

  #byId(message: ImportedMessage): number | undefined {
    return this.#withId(message, message.id) ?? this.#withId(message, otherId(message))
  }

  /** What stands in the place of a change that may have come earlier; of one that is too far back it is taken to be that. */
  #atPlace(event: Exclude<ImportedEvent, ImportedMessage>, isOfEarlier: boolean): number | undefined {
    const { seq } = event
    if (!isOfEarlier || ('target' in event && !this.#place.keeps)) return undefined
    const row = this.#cells.hash(this.#keys.changes).get(wordOf(seq))
    if (row === undefined) return this.messageId(seq) === undefined ? seq : undefined
    return (JSON.parse(row.slice(row.indexOf('\n') + 1)) as { id: string }).id === event.id ? seq : undefined
  }

  #withId({ user, cid }: ImportedMessage, id: string): number | undefined {
    const seq = this.#seqOf(id)
    const message = seq === undefined ? undefined : this.#at(seq)?.message
    return message?.user.id === user.id && message.cid === cid ? seq : undefined
  }
}

/** The id of a message whose own is another's here: the same each time. */
function otherId({ room, id, user, cid }: ImportedMessage): string {
  return createHash('sha256')
    .update(JSON.stringify([room, id, user.id, cid]))
    .digest('hex')
    .slice(0, 24)
}
