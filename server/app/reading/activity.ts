import type { ActivityEvent, MessageEditedEvent, NewMessageEvent } from '../../../sdk/protocol/events.ts'
import { isAccount } from '../../../sdk/protocol/user-of.ts'
import { BoundedMap } from '../../core/bounded-map.ts'
import type { Active, HubContext } from '../hub-context.ts'
import { idsOf } from '../identity/authenticator.ts'
import { lookAt } from '../rooms/look-at.ts'
import { refuseReading } from '../rooms/open-room.ts'

/** Rooms with more people tell only those whom a message names. */
const SMALL = 200
/** Somebody hears at most so often, in ms, and of so many rooms. */
const GAP_MS = 1_000
const ROOMS = 50
/** Rooms whose people are remembered. */
const KNOWN = 1_000
/** People who wait to be told; beyond, they see it in the list of their rooms. */
const MOST = 10_000

/** The other nodes, where the same people have connections. */
export interface ActivityNodes {
  /** Something came in a room that somebody may not have joined there. */
  came(user: string, room: string): void
}

/**
 * Tells accounts what came in rooms of theirs that a connection of theirs has not joined: members and direct rooms. For a
 * message nothing is counted or read; who has a connection here is counted for once a second.
 */
export class Activity {
  readonly #hub: HubContext
  readonly #nodes: ActivityNodes | undefined
  /** Who has a place in a small room; undefined: it is not small. */
  #people = new BoundedMap<Promise<readonly string[] | undefined>>(KNOWN)
  readonly #due = new Map<string, Set<string>>()
  #waiting = false

  /** `nodes` left out: there are no others. */
  constructor(hub: HubContext, nodes?: ActivityNodes) {
    this.#hub = hub
    this.#nodes = nodes
  }

  /** Who has a place there may be another one. */
  forget(room: string): void {
    this.#people.forget(room)
  }

  /** The next message of a members or direct room, or one of before that says something else now. */
  text(room: string, event: NewMessageEvent | MessageEditedEvent): void {
    void this.#note(room, event).catch(error =>
      this.#hub.logger.warn({ err: error }, 'who is in a room could not be read'),
    )
  }

  /** Something came, as another node says, which cannot know whether they have joined here. */
  heard(user: string, rooms: readonly string[]): void {
    // of a room that is alive it is known here
    for (const room of rooms) if (this.#hub.rooms.known(room) === undefined) this.#mark(user, room)
  }

  async #note(room: string, { type, user, mentions = [] }: NewMessageEvent | MessageEditedEvent): Promise<void> {
    const all = type === 'new_message' ? await this.#peopleOf(room) : undefined
    const people = all ?? mentions.map(({ id }) => id)
    const nodes = this.#isToTell(room, user.id) ? this.#nodes : undefined
    for (const id of people) {
      if (id === user.id || !isAccount(id)) continue
      this.#mark(id, room)
      nodes?.came(id, room)
    }
  }

  /** Of the nodes that hear of it those tell the others to which its author is connected in the room; if there is none, all. */
  #isToTell(room: string, author: string): boolean {
    const people = this.#hub.rooms.known(room)?.people
    return people !== undefined && (people.connections(author) > 0 || !people.isElsewhere(author))
  }

  #peopleOf(room: string): Promise<readonly string[] | undefined> {
    const known = this.#people.get(room)
    if (known) return known
    const asked = this.#hub.directory
      .members(room, undefined, SMALL + 1)
      .then(members => (members.length > SMALL ? undefined : members.map(({ user }) => user)))
    asked.catch(() => this.#people.forget(room))
    this.#people.set(room, asked)
    return asked
  }

  #mark(user: string, room: string): void {
    const isAway = ({ greeted, joined }: Active) => greeted && !joined.some(seat => seat.room.name === room)
    if (!this.#hub.online.of(user).some(isAway)) return
    const rooms = this.#due.get(user) ?? new Set()
    if (rooms.size >= ROOMS || (rooms.size === 0 && this.#due.size >= MOST)) return
    this.#due.set(user, rooms.add(room))
    if (this.#waiting) return
    this.#waiting = true
    this.#hub.clock.after(GAP_MS, () => {
      this.#waiting = false
      const due = [...this.#due]
      this.#due.clear()
      for (const [id, names] of due) void this.#tell(id, [...names])
    })
  }

  async #tell(user: string, rooms: readonly string[]): Promise<void> {
    const hub = this.#hub
    try {
      const [first] = hub.online.of(user)
      if (first === undefined) return
      const news: ActivityEvent['rooms'] = {}
      for (const room of rooms) {
        const { head, unread, mentions } = await this.#count(first, room)
        // whoever was put out meanwhile hears nothing
        if (refuseReading(hub, await lookAt(hub, first, room)) === undefined)
          news[room] = { upTo: head, unread, mentions }
      }
      for (const { member, joined } of hub.online.greeted(user)) {
        const own = Object.entries(news).filter(([room]) => !joined.some(seat => seat.room.name === room))
        const event: ActivityEvent = { type: 'activity', rooms: Object.fromEntries(own) }
        if (own.length > 0) member.peer.send(JSON.stringify(event))
      }
    } catch (error) {
      hub.logger.warn({ err: error }, 'what came in the rooms of somebody could not be told')
    }
  }

  async #count({ identity }: Active, room: string) {
    const { read } = (await this.#hub.positions.state(identity, room)) ?? { read: 0 }
    const { head, unread, mentions } = await this.#hub.log.unread(room, read, idsOf(identity))
    return { head: head.seq, unread, mentions }
  }
}
