import {
  allowedActions,
  higherRole,
  type MemberRole,
  type Role,
  type Sanction,
  type Standing,
} from '../../../sdk/protocol/policy.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import { encodePlace, type Place } from './place.ts'

/** What makes somebody what they are in a room. */
export interface Grounds {
  /** By their login or their site. */
  readonly own: Role
  /** Their lasting place in it. */
  readonly member?: MemberRole | undefined
  readonly sanctions?: readonly Sanction[] | undefined
  /** Of a direct room: the other one has blocked them. */
  readonly blocked?: boolean | undefined
  /** Of a direct room: the other one. */
  readonly peer?: User | undefined
}

/** The higher counts; a direct room is of the two alone, whatever somebody is elsewhere. */
export function standingOf({ own, member, sanctions, blocked }: Grounds, { kind }: Place): Standing {
  const outside = own === 'guest' ? 'guest' : 'user'
  const role = kind === 'direct' ? (member ? 'member' : outside) : member ? higherRole(own, member) : own
  return { role, sanctions, blocked }
}

/** What somebody who joined a room is in it, and may. Those who stand alike in it share one, which goes with the room. */
export class SeatIn<Room> {
  readonly room: Room
  readonly grounds: Grounds
  readonly standing: Standing
  readonly #seats: Seats<Room>
  #json: string
  #asOf: Place

  constructor(seats: Seats<Room>, grounds: Grounds) {
    this.room = seats.room
    this.grounds = grounds
    this.standing = standingOf(grounds, seats.place)
    this.#seats = seats
    this.#asOf = seats.place
    this.#json = this.#encode(seats.place)
  }

  get place(): Place {
    return this.#seats.place
  }

  /** What they are and may: the inside of an object. */
  get json(): string {
    const { place } = this.#seats
    if (this.#asOf !== place) [this.#asOf, this.#json] = [place, this.#encode(place)]
    return this.#json
  }

  /** What a JoinResult says of it and of the room: the inside of an object. */
  get joinedJson(): string {
    const { peer, sanctions } = this.grounds
    const laid = sanctions ? `,"sanctions":${JSON.stringify(sanctions)}` : ''
    return `${this.#seats.placeJson},${this.json}${peer ? `,"peer":${JSON.stringify(peer)}` : ''}${laid}`
  }

  /** When the first of what was laid on them ends by itself, in ms since the Unix epoch. */
  get endsAt(): number | undefined {
    const ends = this.grounds.sanctions?.flatMap(({ until }) => until ?? []) ?? []
    return ends.length > 0 ? Math.min(...ends) : undefined
  }

  /** Whether they were something else, or might something else, while the room was set like this, or when they were told last. */
  wasOther(before: Place): boolean {
    // what was laid on them may have ended since
    const told = this.#json
    return told !== this.json || this.#encode(before) !== this.json
  }

  #encode(place: Place): string {
    const { standing } = this
    const can = JSON.stringify(allowedActions(standing, place, this.#seats.now()))
    return `"role":"${standing.role}","can":${can}${place.slowMs > 0 ? `,"slowMs":${place.slowMs}` : ''}`
  }
}

/** Ways to stand in a room that are kept: more than there are, but for names of people. */
const MOST = 100

/** The seats of everybody in one room. Those of people on whom nothing was laid are shared. */
export class Seats<Room> {
  readonly room: Room
  /** For what ends by itself; ms since the Unix epoch. */
  readonly now: () => number
  #place: Place
  #placeJson: string
  readonly #shared = new Map<string, SeatIn<Room>>()

  constructor(room: Room, place: Place, now: () => number) {
    this.room = room
    this.now = now
    this.#place = place
    this.#placeJson = encodePlace(place)
  }

  get place(): Place {
    return this.#place
  }

  set place(place: Place) {
    this.#place = place
    this.#placeJson = encodePlace(place)
  }

  get placeJson(): string {
    return this.#placeJson
  }

  of(grounds: Grounds): SeatIn<Room> {
    const { own, member, sanctions = [], blocked, peer } = grounds
    if (sanctions.length > 0) return new SeatIn(this, grounds)
    const key = `${own} ${member} ${blocked ?? false} ${peer?.id} ${peer?.name}`
    const known = this.#shared.get(key)
    if (known !== undefined) return known
    if (this.#shared.size >= MOST) this.#shared.clear()
    const seat = new SeatIn(this, grounds)
    this.#shared.set(key, seat)
    return seat
  }
}
