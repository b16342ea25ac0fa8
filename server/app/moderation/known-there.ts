import { BoundedMap } from '../../core/bounded-map.ts'
import type { HubDeps } from '../hub-deps.ts'
import type { LiveRoom } from '../rooms/live-room.ts'

type Personal = Pick<HubDeps, 'personal'>

/** Whether there is something of somebody in a room. `ids`: all of theirs. Rejects with LogUnavailable. */
async function hasWritten({ personal }: Personal, room: string, ids: readonly string[]): Promise<boolean> {
  const [next] = (await personal?.roomsOfPerson(ids, justBefore(room), 1)) ?? []
  return next === room
}

/** Whether somebody was ever seen in a room: they are there now, or have written or reacted. */
export async function wasSeenIn(hub: Personal, live: LiveRoom | undefined, room: string, ids: readonly string[]) {
  return ids.some(id => live?.people.user(id) !== undefined) || hasWritten(hub, room, ids)
}

/** Of whom it is remembered that they have something in a room. */
const MOST = 20_000

/** Remembers who has written in which room. */
export class KnownWriters {
  readonly #known = new BoundedMap<true>(MOST)

  async has(hub: Personal, room: string, ids: readonly string[]): Promise<boolean> {
    if (ids.some(id => this.#known.get(`${room} ${id}`))) return true
    if (!(await hasWritten(hub, room, ids))) return false
    this.#known.set(`${room} ${ids[0]}`, true)
    return true
  }
}

/** What comes right before a name of a room, in the order of names. */
function justBefore(name: string): string {
  const last = name.charCodeAt(name.length - 1)
  return `${name.slice(0, -1)}${String.fromCharCode(last - 1)}~`
}
