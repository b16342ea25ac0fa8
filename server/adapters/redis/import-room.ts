import { importEvent } from '../../moving/import-event.ts'
import type { Incoming } from '../../moving/import-rows.ts'
import { IncomingRoom } from '../../moving/incoming-room.ts'
import type { Random } from '../../ports/random.ts'
import type { ImportedEvent } from '../../wire/import-line.ts'
import type { Command, Engine } from './engine.ts'
import { RedisImportRows } from './import-rows.ts'
import { givenSeq } from './new-seqs.ts'
import type { PersonRooms } from './person-rooms.ts'
import { readRecent } from './room-events.ts'
import type { RoomKeys } from './room-keys.ts'
import { heldOf, messageHead, messageRow } from './room-row.ts'
import { encodeTold } from './room-told.ts'
import type { RoomViews } from './room-views.ts'
import { transact } from './transact.ts'

/** Messages of one step, when they are gone through once more. */
const ROWS = 200

export interface ImportRoomSetup {
  engine: Engine
  random: Random
  views: RoomViews
  people: PersonRooms
}

/** The seqs of lines are kept no longer: somebody has written to the room, or they are none of those that came earlier. */
class OtherLines extends Error {}

/** A part of the lines of a room: what is known of it counts only when it is written. */
class Draft implements Incoming {
  readonly notes: [line: number, place: number][] = []
  readonly #of: IncomingRoom
  readonly #places = new Map<number, number>()

  constructor(of: IncomingRoom) {
    this.#of = of
  }

  get keeps(): boolean {
    return this.#of.keeps
  }

  get hasMessages(): boolean {
    return this.#of.hasMessages || this.notes.length > 0
  }

  placeOf(line: number): number | undefined {
    return this.#places.get(line) ?? this.#of.placeOf(line)
  }

  note(line: number, at: number): void {
    this.#places.set(line, at)
    this.notes.push([line, at])
  }
}

/** One room, while events from elsewhere come into it in parts, and nodes may be at work in it. */
export class ImportRoom {
  readonly #setup: ImportRoomSetup
  readonly #keys: RoomKeys
  readonly #resumed: number
  #incoming: IncomingRoom
  #head: number
  #highestRev = 0

  static async open(setup: ImportRoomSetup, room: string): Promise<ImportRoom> {
    const { meta } = setup.views.keys(room)
    const { head, replies } = await setup.views.read(room, [['HGET', meta, 'k']])
    return new ImportRoom(setup, room, head.seq, Number(replies[0] ?? 0))
  }

  private constructor(setup: ImportRoomSetup, room: string, head: number, resumed: number) {
    this.#setup = setup
    this.#keys = setup.views.keys(room)
    this.#resumed = resumed
    this.#head = head
    this.#incoming = new IncomingRoom(head === resumed)
  }

  /** It held nothing, or nothing but what this import brought earlier. */
  get keeps(): boolean {
    return this.#incoming.keeps
  }

  /** How many new messages these were. Rejects with a RangeError for what cannot be taken, and then takes none. */
  async add(events: readonly ImportedEvent[]): Promise<number> {
    try {
      return await this.#add(events)
    } catch (error) {
      if (!(error instanceof OtherLines)) throw error
      this.#incoming = this.#incoming.behind()
      return this.#add(events)
    }
  }

  async #add(events: readonly ImportedEvent[]): Promise<number> {
    await this.#setup.people.noteAll(this.#keys.room, events.flatMap(peopleIn))
    const isFirst = !this.#incoming.isAdded
    const epoch = this.#setup.random.id()
    const { value, before } = await transact(this.#setup.engine, this.#keys.tag, cells => {
      const rows = new RedisImportRows(cells, this.#keys, { keeps: this.keeps, resumed: this.#resumed })
      if (this.keeps && rows.head !== this.#head) throw new OtherLines()
      const draft = new Draft(this.#incoming)
      rows.want(events, line => draft.placeOf(line))
      const added = events.map(event => importEvent(rows, draft, event))
      if (rows.isOther) throw new OtherLines()
      rows.end(isFirst ? epoch : undefined)
      const { meta, channel } = this.#keys
      // nobody hears of each: whoever follows the room begins anew
      const log = { meta, events: rows.added, freshEpoch: epoch, channel: `${channel}:quiet`, told: '' }
      const value = { added, notes: draft.notes, head: rows.head }
      return added.includes(true) ? { value, log } : { value }
    })
    for (const [line, at] of value.notes) this.#incoming.note(line, Math.sign(at) * givenSeq(Math.abs(at), before))
    if (this.keeps) this.#head = value.head
    this.#incoming.isAdded ||= value.added.includes(true)
    if (this.keeps)
      for (const event of events) if (!('type' in event)) this.#highestRev = Math.max(this.#highestRev, event.rev ?? 0)
    return events.filter((event, at) => value.added[at] && !('type' in event)).length
  }

  /** Begins a new epoch where anything was added, and tells those who follow the room. */
  async end(): Promise<void> {
    if (!this.#incoming.isAdded) return
    const { engine, random, views } = this.#setup
    const { tag, meta, channel, room } = this.#keys
    if (this.#highestRev > this.#head) await this.#boundRevs()
    await engine.commit(tag, { checks: [], commands: [['HSET', meta, 'e', random.id()]] })
    const { head, events } = await readRecent(views, room, 1, 0)
    if (events.length > 0) await engine.publish(tag, channel, `${head.seq - 1} ${head.epoch}\n${encodeTold(events)}`)
  }

  /** The change itself may be given up by now. */
  async #boundRevs(): Promise<void> {
    const { engine, views } = this.#setup
    const { order, messages, tag, room } = this.#keys
    for (let after = 0; ; ) {
      const asked: Command[] = [
        ['ZRANGE', order, `(${after}`, '+inf', 'BYSCORE', 'LIMIT', '0', String(ROWS)],
        ['@HEADS', messages, '0'],
      ]
      const { head, replies } = await views.read(room, asked)
      const [seqs, heads] = replies as [string[], (string | null)[]]
      const beyond = seqs.filter((_, at) => messageHead(heads[at] ?? '').rev > head.seq)
      if (beyond.length > 0)
        await transact(engine, tag, cells => {
          const rows = cells.hash(messages)
          rows.want(beyond)
          for (const seq of beyond) {
            const held = heldOf(room, Number(seq), rows.get(seq) ?? '')
            rows.set(seq, messageRow({ ...held, message: { ...held.message, rev: head.seq } }))
          }
          return { value: undefined }
        })
      if (seqs.length < ROWS) return
      after = Number(seqs.at(-1))
    }
  }
}

/** Of whom it is to be found that there is something of theirs in the room. */
function peopleIn(event: ImportedEvent): string[] {
  if (!('type' in event))
    return [event.user.id, ...(event.reactions ?? []).flatMap(({ users }) => users.map(({ id }) => id))]
  if (event.type === 'member_changed') return [event.user.id, event.member.id]
  return event.type === 'room_changed' ? [event.user.id] : []
}
