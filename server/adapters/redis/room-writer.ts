import { knownEvent, type Outcome } from '../../events/known-event.ts'
import { withOtherIds } from '../../events/with-other-ids.ts'
import { knownHold } from '../../events/write-hold.ts'
import type { Random } from '../../ports/random.ts'
import type { ContentKind } from '../../ports/room-log.ts'
import type { EventWrite, ForgetNames, StoreAnswer, Write } from '../../ports/store.ts'
import type { DirectorySide } from './directory-side.ts'
import { type Engine, EngineFull } from './engine.ts'
import type { PersonRooms } from './person-rooms.ts'
import { answersOf, runRoom } from './room-commit.ts'
import { forgetAuthor, forgetNamesOfChanges, forgetNamesOfMessages, PLACES } from './room-forget.ts'
import { CHANGES_KEPT, RedisEventRows } from './room-rows.ts'
import type { RoomViews } from './room-views.ts'
import { transact } from './transact.ts'
import { transactBoth } from './transact-both.ts'

/** These are tried also where there is no memory for more. */
const ALWAYS: readonly ContentKind[] = ['message_deleted', 'room_changed', 'member_changed']

/** These change the directory, too, which decides on them. */
const OF_DIRECTORY: readonly ContentKind[] = ['room_changed', 'member_changed']

export interface RoomWriterSetup {
  engine: Engine
  prefix: string
  random: Random
  people: DirectorySide
  /** ms since the Unix epoch. */
  now: () => number
}

/** Writes to rooms, each step as one transaction. */
export class RoomWriter {
  readonly #setup: RoomWriterSetup
  readonly #views: RoomViews
  readonly #people: PersonRooms

  constructor(setup: RoomWriterSetup, views: RoomViews, people: PersonRooms) {
    this.#setup = setup
    this.#views = views
    this.#people = people
  }

  /** In their order; what lies between two that change the directory, too, is one step. */
  async events(room: string, group: readonly EventWrite[]): Promise<StoreAnswer[]> {
    const answers: StoreAnswer[] = []
    for (const part of inSteps(group)) answers.push(...(await this.#step(room, part)))
    return answers
  }

  async forgetAuthor({ room, ids }: Extract<Write, { kind: 'forgetAuthor' }>): Promise<void> {
    const keys = this.#views.keys(room)
    await transact(this.#setup.engine, keys.tag, cells => ({ value: forgetAuthor(cells, keys, ids) }))
  }

  /** In parts, so that others need not wait for long. */
  async forgetNames({ room, ids, after, upTo }: ForgetNames): Promise<void> {
    const keys = this.#views.keys(room)
    const { head } = await this.#views.read(room, [])
    const last = Math.min(upTo ?? head.seq, head.seq)
    for (let done: number | undefined = after; done !== undefined; ) {
      const behind: number = done
      const part = await transact(this.#setup.engine, keys.tag, cells => ({
        value: forgetNamesOfMessages(cells, keys, ids, behind, last),
      }))
      done = part.value
    }
    const first = Math.max(after + 1, head.seq - CHANGES_KEPT + 1)
    for (let from = first; from <= last; from += PLACES) {
      const to = Math.min(last, from + PLACES - 1)
      await transact(this.#setup.engine, keys.tag, cells => ({
        value: forgetNamesOfChanges(cells, keys, ids, from, to),
      }))
    }
  }

  async #step(room: string, group: readonly EventWrite[]): Promise<StoreAnswer[]> {
    try {
      return await this.#written(room, group)
    } catch (error) {
      if (!(error instanceof EngineFull)) throw error
    }
    const answers: StoreAnswer[] = []
    for (const write of group) answers.push(await this.#whenFull(room, write))
    return answers
  }

  async #written(room: string, group: readonly EventWrite[]): Promise<Outcome[]> {
    await this.#people.note(room, group)
    const { engine, prefix, random, people, now } = this.#setup
    const keys = this.#views.keys(room)
    const fresh = random.id()
    const both = { engine, prefix, now, id: () => random.id() }
    const first = group.some(isOfDirectory) ? 1 : 0
    const { value, before } = await transactBoth(both, [{ tag: keys.tag }, people], (cells, others) => {
      const { value: ran, log } = runRoom(cells, keys, people.rows(others), group, fresh)
      const news = ran.outcomes.flatMap(outcome => ('refused' in outcome ? [] : (outcome.told ?? [])))
      return { value: ran, logs: [log, people.log(others, news)], first }
    })
    const [ofRoom = 0, ofDirectory] = before
    if (ofDirectory !== undefined) await people.heard(ofDirectory + 1)
    return answersOf(value.outcomes, ofRoom)
  }

  /** What is known is answered, and what may make room is tried. */
  async #whenFull(room: string, write: EventWrite): Promise<StoreAnswer> {
    const { engine, prefix, random, people, now } = this.#setup
    const keys = this.#views.keys(room)
    const both = { engine, prefix, now, id: () => random.id() }
    const { value: known } = await transactBoth(both, [{ tag: keys.tag }, people], (cells, others) => {
      const rows = new RedisEventRows(cells, keys)
      rows.now = write.sentAt
      const there = people.rows(others)
      const whole = withOtherIds(there, write)
      return { value: knownEvent(rows, whole) ?? knownHold(there, whole), logs: [undefined, undefined], first: 0 }
    })
    if (known !== undefined || !ALWAYS.includes(write.content.kind)) return known ?? 'full'
    try {
      return (await this.#written(room, [write]))[0]
    } catch (error) {
      if (error instanceof EngineFull) return 'full'
      throw error
    }
  }
}

/** So does a message that was held, and is one no longer. */
const isOfDirectory = ({ content, approves }: EventWrite) =>
  OF_DIRECTORY.includes(content.kind) || approves !== undefined

function inSteps(group: readonly EventWrite[]): EventWrite[][] {
  const steps: EventWrite[][] = []
  let open: EventWrite[] | undefined
  for (const write of group) {
    if (isOfDirectory(write)) {
      steps.push([write])
      open = undefined
    } else if (open) open.push(write)
    else {
      open = [write]
      steps.push(open)
    }
  }
  return steps
}
