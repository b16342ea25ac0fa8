import { type Shelf, type StorageKind, shelf } from '../../kept/shelf.ts'

/** Of what one hears: of every message, of those that name one, of nothing. */
export const LEVELS = ['all', 'mentions', 'none'] as const
export type Level = (typeof LEVELS)[number]

/** How somebody wants to be told of new messages, in one browser. */
export interface Settings {
  level: Level
  /** Where it is another one. */
  rooms: Readonly<Record<string, Level>>
  sound: boolean
  desktop: boolean
}

/** Rooms of which something is kept; the longest untouched make room. */
const MOST = 50

const isLevel = (value: unknown): value is Level => LEVELS.includes(value as Level)

function roomsIn(value: unknown): Record<string, Level> {
  if (typeof value !== 'object' || value === null) return {}
  const known = Object.entries(value).filter((entry): entry is [string, Level] => isLevel(entry[1]))
  return Object.fromEntries(known.slice(-MOST))
}

/** Kept where the element may keep something; whatever is there that makes no sense is as if nothing was. */
export class KeptSettings {
  readonly #shelf: Shelf

  constructor(kind: StorageKind, server: string) {
    this.#shelf = shelf(kind, `chat-widget-notify:${server}`)
  }

  read(): Settings {
    const { level, rooms, sound, desktop } = this.#shelf.read()
    return {
      level: isLevel(level) ? level : 'all',
      rooms: roomsIn(rooms),
      sound: sound !== false,
      desktop: desktop === true,
    }
  }

  change(change: Partial<Settings>): void {
    this.#shelf.write({ ...this.read(), ...change })
  }

  /** Undefined: as everywhere. */
  setRoom(room: string, level: Level | undefined): void {
    const { [room]: _, ...others } = this.read().rooms
    // Behind all others
    this.change({ rooms: roomsIn(level ? { ...others, [room]: level } : others) })
  }
}

/** Whether somebody wants to hear of a message. */
export function isWanted({ level, rooms }: Settings, room: string, names: boolean): boolean {
  const here = Object.hasOwn(rooms, room) ? rooms[room] : level
  return here === 'all' || (here === 'mentions' && names)
}
