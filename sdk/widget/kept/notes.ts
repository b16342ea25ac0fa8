import { person } from '../../client/person.ts'
import { toJson } from '../../lib/to-json.ts'
import type { Position, User } from '../../protocol/records.ts'
import type { Shelf } from './shelf.ts'

/** What a person has left in a room. */
export interface Note {
  /** What is written and not sent. */
  text?: string | undefined
  /** What belongs to that text, and is known to what is loaded for it. */
  draft?: unknown
  /** Whether the bubble is open. */
  open?: boolean | undefined
  /** The newest message that was in sight. */
  seen?: Position | undefined
  /** The end of the warning that was read last. */
  warned?: number | undefined
  /** The newest pinned message when the bar of pins was closed. */
  pins?: string | undefined
}

/** Rooms and persons of one server; the longest untouched make room, also when all is longer than `MOST_TEXT`. */
const MOST = 20
const MOST_TEXT = 60_000
const LONGEST = 20_000

/** What persons have left in the rooms of one server. Each has their own, and a logout deletes it. */
export class Notes {
  readonly #shelf: Shelf

  constructor(shelf: Shelf) {
    this.#shelf = shelf
  }

  read(user: User, room: string): Note {
    const { text, draft, open, seen, warned, pins } = (this.#shelf.read()[`${room} ${person(user)}`] ?? {}) as Note
    const known = typeof seen?.epoch === 'string' && typeof seen.seq === 'number'
    return {
      text: typeof text === 'string' ? text : undefined,
      draft,
      open: typeof open === 'boolean' ? open : undefined,
      seen: known ? seen : undefined,
      warned: typeof warned === 'number' ? warned : undefined,
      pins: typeof pins === 'string' ? pins : undefined,
    }
  }

  change(user: User, room: string, change: Note): void {
    const all = this.#shelf.read()
    const key = `${room} ${person(user)}`
    const note: Note = { ...this.read(user, room), ...change }
    note.text = note.text?.slice(0, LONGEST) || undefined
    // Behind all others
    delete all[key]
    all[key] = note
    const keys = Object.keys(all)
    while (keys.length > MOST || (keys.length > 1 && toJson(all).length > MOST_TEXT)) delete all[keys.shift() ?? '']
    this.#shelf.write(all)
  }

  clear(user: User): void {
    const all = this.#shelf.read()
    // No room has a space in its name
    const keys = Object.keys(all).filter(key => key.slice(key.indexOf(' ') + 1) === person(user))
    if (keys.length === 0) return
    for (const key of keys) delete all[key]
    this.#shelf.write(all)
  }
}
