import { isGivenName } from '../../core/room-name.ts'
import { addEntry } from '../../moving/add-entry.ts'
import type { Random } from '../../ports/random.ts'
import type { ImportedEntry } from '../../wire/import-entry.ts'
import type { Imported, ImportedCounts, ImportedEvent } from '../../wire/import-line.ts'
import { isImportedEntry } from '../../wire/is-imported-entry.ts'
import { askDirectory } from './directory-ask.ts'
import { directoryOf } from './directory-cells.ts'
import { directoryLog } from './directory-commit.ts'
import { RedisDirectoryRows } from './directory-rows.ts'
import type { Engine } from './engine.ts'
import { ImportRoom, type ImportRoomSetup } from './import-room.ts'
import { together } from './known.ts'
import { DIRECTORY_TAG } from './partitions.ts'
import { PersonRooms } from './person-rooms.ts'
import { RoomViews } from './room-views.ts'
import { transact } from './transact.ts'

/** Lines of one step, and about so many bytes. */
const LINES = 250
const BYTES = 500_000
/** Rooms that lines come into at the same time; the one longest without a line is ended. */
const ROOMS = 1_000

export interface ImporterSetup {
  engine: Engine
  prefix: string
  random: Random
}

/** A line that cannot be taken; those before it were. */
export class LineRefused extends RangeError {
  override name = 'LineRefused'
  /** How many lines were read behind it. */
  readonly behind: number

  constructor(message: string, behind: number) {
    super(message)
    this.behind = behind
  }
}

/**
 * Adds lines of an export from elsewhere, step by step, while nodes may be at work: what is there already is left out, so that the
 * same lines go on where they were broken off.
 */
export class RedisImporter {
  readonly counts: ImportedCounts = { messages: 0, entries: 0 }
  readonly #setup: ImporterSetup
  readonly #ofRooms: ImportRoomSetup
  readonly #rooms = new Map<string, ImportRoom>()
  #lines: Imported[] = []
  #bytes = 0

  constructor(setup: ImporterSetup) {
    const { engine, prefix, random } = setup
    this.#setup = setup
    const views = new RoomViews(engine, prefix, random)
    this.#ofRooms = { engine, random, views, people: new PersonRooms(engine, prefix, views) }
  }

  /** Rejects with LineRefused for what cannot be taken; what stands before it was added, as in any other case. */
  async add(lines: AsyncIterable<Imported>): Promise<void> {
    try {
      for await (const line of lines) {
        const [first] = this.#lines
        if (first && (goesTo(first) !== goesTo(line) || this.#lines.length >= LINES || this.#bytes >= BYTES))
          await this.#step(1)
        this.#lines.push(line)
        this.#bytes += bytesOf(line)
      }
      await this.#step(0)
    } catch (error) {
      if (!(error instanceof LineRefused)) await this.#step(0)
      throw error
    } finally {
      for (const room of this.#rooms.values()) await room.end()
      if (this.counts.entries > 0) await this.#endDirectory()
    }
  }

  /** `behind`: so many lines were read already that are not of this step. */
  async #step(behind: number): Promise<void> {
    const lines = this.#lines
    this.#lines = []
    this.#bytes = 0
    try {
      await this.#addAll(lines)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      // those before the one that is refused
      for (const [at, line] of lines.entries())
        try {
          await this.#addAll([line])
        } catch (refused) {
          if (!(refused instanceof RangeError)) throw refused
          throw new LineRefused(refused.message, lines.length - 1 - at + behind)
        }
    }
  }

  async #addAll(lines: readonly Imported[]): Promise<void> {
    const [first] = lines
    if (!first) return
    if (isImportedEntry(first)) this.counts.entries += await this.#addEntries(lines as readonly ImportedEntry[])
    else this.counts.messages += await (await this.#room(first.room)).add(lines as readonly ImportedEvent[])
  }

  async #addEntries(entries: readonly ImportedEntry[]): Promise<number> {
    const { engine, prefix, random } = this.#setup
    const taken: ImportedEntry[] = []
    // it says nothing of a room in which everything has another place
    for (const entry of entries)
      if (entry.type !== 'position' || (await this.#room(entry.room)).keeps) taken.push(entry)
    const { value } = await transact(engine, DIRECTORY_TAG, cells => {
      together(
        taken.map(entry => () => unlessRefused(() => addEntry(new RedisDirectoryRows(cells.scratch(), prefix), entry))),
      )
      const rows = new RedisDirectoryRows(cells, prefix)
      const added = taken.filter(entry => addEntry(rows, entry)).length
      return { value: added, log: directoryLog(cells, prefix, [], random) }
    })
    return value
  }

  /** What is hidden from others is not to be seen because nobody knows what it is. */
  async #room(name: string): Promise<ImportRoom> {
    const known = this.#rooms.get(name)
    if (known) {
      this.#rooms.delete(name)
      this.#rooms.set(name, known)
      return known
    }
    const { engine, prefix } = this.#setup
    if (isGivenName(name) && !(await askDirectory(engine, prefix, 'room', [name])))
      throw new RangeError(`Nothing says what the room ${name} is, whose name only the server gives.`)
    const room = await ImportRoom.open(this.#ofRooms, name)
    this.#rooms.set(name, room)
    const [oldest] = this.#rooms
    if (oldest && this.#rooms.size > ROOMS) {
      this.#rooms.delete(oldest[0])
      await oldest[1].end()
    }
    return room
  }

  /** Nodes ask for all that they know of people and rooms anew. */
  async #endDirectory(): Promise<void> {
    const { engine, prefix, random } = this.#setup
    const base = directoryOf(prefix)
    const meta = `${base}:h`
    await engine.commit(DIRECTORY_TAG, { checks: [], commands: [['HSET', meta, 'e', random.id()]] })
    const told = JSON.stringify({ news: [], keys: [] })
    const log = { meta, events: 1, freshEpoch: random.id(), channel: base, told }
    await engine.commit(DIRECTORY_TAG, { checks: [], commands: [], log })
  }
}

/** Lines of the directory go together, and those of one room. */
const goesTo = (line: Imported) => (isImportedEntry(line) ? '' : line.room)

/** About. */
function bytesOf(line: Imported): number {
  if (isImportedEntry(line) || 'type' in line) return 300
  const reacted = (line.reactions ?? []).reduce((sum, { users }) => sum + users.length, 0)
  return 300 + 2 * line.text.length + 100 * reacted
}

/** What is refused is so when it is its turn. */
function unlessRefused(act: () => unknown): void {
  try {
    act()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
}
