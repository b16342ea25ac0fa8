import type { DirectoryRows } from '../../directory/directory-rows.ts'
import { knownEvent, type Outcome } from '../../events/known-event.ts'
import { withOtherIds } from '../../events/with-other-ids.ts'
import { knownHold } from '../../events/write-hold.ts'
import type { Random } from '../../ports/random.ts'
import type { ContentKind } from '../../ports/room-log.ts'
import type { EventWrite, ForgetNames, StoreAnswer, Write } from '../../ports/store.ts'
import { type Engine, EngineFull } from './engine.ts'
import type { PersonRooms } from './person-rooms.ts'
import { answersOf, runRoom } from './room-commit.ts'
import { forgetAuthor, forgetNamesOfChanges, forgetNamesOfMessages, PLACES } from './room-forget.ts'
import { CHANGES_KEPT, RedisEventRows } from './room-rows.ts'
import type { RoomViews } from './room-views.ts'
import { ask, transact } from './transact.ts'

/** These are tried also where there is no memory for more. */
const ALWAYS: readonly ContentKind[] = ['message_deleted', 'room_changed', 'member_changed']

/** Writes to rooms, each step as one transaction. */
export class RoomWriter {
  readonly #engine: Engine
  readonly #views: RoomViews
  readonly #people: PersonRooms
  readonly #random: Random

  constructor(engine: Engine, views: RoomViews, people: PersonRooms, random: Random) {
    this.#engine = engine
    this.#views = views
    this.#people = people
    this.#random = random
  }

  async events(room: string, group: readonly EventWrite[], people: () => DirectoryRows): Promise<StoreAnswer[]> {
    try {
      return await this.#written(room, group, people)
    } catch (error) {
      if (!(error instanceof EngineFull)) throw error
    }
    const answers: StoreAnswer[] = []
    for (const write of group) answers.push(await this.#whenFull(room, write, people))
    return answers
  }

  async forgetAuthor({ room, ids }: Extract<Write, { kind: 'forgetAuthor' }>): Promise<void> {
    const keys = this.#views.keys(room)
    await transact(this.#engine, keys.tag, cells => ({ value: forgetAuthor(cells, keys, ids) }))
  }

  /** In parts, so that others need not wait for long. */
  async forgetNames({ room, ids, after, upTo }: ForgetNames): Promise<void> {
    const keys = this.#views.keys(room)
    const { head } = await this.#views.read(room, [])
    const last = Math.min(upTo ?? head.seq, head.seq)
    for (let done: number | undefined = after; done !== undefined; ) {
      const behind: number = done
      const part = await transact(this.#engine, keys.tag, cells => ({
        value: forgetNamesOfMessages(cells, keys, ids, behind, last),
      }))
      done = part.value
    }
    const first = Math.max(after + 1, head.seq - CHANGES_KEPT + 1)
    for (let from = first; from <= last; from += PLACES) {
      const to = Math.min(last, from + PLACES - 1)
      await transact(this.#engine, keys.tag, cells => ({
        value: forgetNamesOfChanges(cells, keys, ids, from, to),
      }))
    }
  }

  async #written(room: string, group: readonly EventWrite[], people: () => DirectoryRows): Promise<Outcome[]> {
    await this.#people.note(room, group)
    const keys = this.#views.keys(room)
    const fresh = this.#random.id()
    const { value, before } = await transact(this.#engine, keys.tag, cells =>
      runRoom(cells, keys, people(), group, fresh),
    )
    return answersOf(value.outcomes, before)
  }

  /** What is known is answered, and what may make room is tried. */
  async #whenFull(room: string, write: EventWrite, people: () => DirectoryRows): Promise<StoreAnswer> {
    const keys = this.#views.keys(room)
    const known = await ask(this.#engine, keys.tag, cells => {
      const rows = new RedisEventRows(cells, keys)
      rows.now = write.sentAt
      const there = people()
      const whole = withOtherIds(there, write)
      return knownEvent(rows, whole) ?? knownHold(there, whole)
    })
    if (known !== undefined || !ALWAYS.includes(write.content.kind)) return known ?? 'full'
    try {
      return (await this.#written(room, [write], people))[0]
    } catch (error) {
      if (error instanceof EngineFull) return 'full'
      throw error
    }
  }
}
