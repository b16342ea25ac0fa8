import { ROOM_NAME } from '../../sdk/protocol/limits.ts'
import { below, higherRole, ROLES, type Role } from '../../sdk/protocol/policy.ts'

/** What a site makes somebody, beside what is kept of them here. */
export interface SiteGrants {
  /** Everywhere; `user` at least. */
  role: Role
  /** By the name of a room, or by how names begin, with a `*` behind it. */
  grants: ReadonlyMap<string, Role>
}

type ReadGrants = ({ ok: true } & SiteGrants) | { ok: false; words: string }

const MOST_ROOMS = 100
const LEAST: Role = 'user'
const PREFIX = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,62}\*$/
/** Rooms that the server named. */
const DIRECT = 'dm:'
const MEMBERS = 'priv:'

/** The claim `chat`. What it says of unknown roles and of names that no room has counts for nothing. */
export function readGrants(chat: unknown, most: Role): ReadGrants {
  if (chat === undefined) return { ok: true, role: LEAST, grants: new Map() }
  if (!isObject(chat)) return refuse('its chat is not an object')
  const { roles = [], rooms = {} } = chat
  if (!Array.isArray(roles)) return refuse('the roles of its chat are not a list')
  if (!isObject(rooms)) return refuse('the rooms of its chat are not an object')
  const entries = Object.entries(rooms)
  if (entries.length > MOST_ROOMS) return refuse(`its chat has more than ${MOST_ROOMS} rooms`)
  const role = roles.map(each => upTo(each, most)).reduce(higherRole, LEAST)
  const grants = new Map<string, Role>()
  for (const [room, value] of entries) {
    // an admin is one of the server
    const granted = upTo(value, below('owner', most) ? 'owner' : most)
    if ((ROOM_NAME.test(room) || PREFIX.test(room)) && below(LEAST, granted)) grants.set(room, granted)
  }
  return { ok: true, role, grants }
}

/**
 * What the site makes somebody in a room: the highest of all that fits. Never anything in a direct room, which is of two
 * people alone; and in other rooms that the server named only by a grant that says `priv:`.
 */
export function roleIn({ role, grants }: SiteGrants, room: string): Role {
  if (room.startsWith(DIRECT)) return LEAST
  let highest = higherRole(role, grants.get(room) ?? LEAST)
  for (const [pattern, granted] of grants) if (fits(pattern, room)) highest = higherRole(highest, granted)
  return highest
}

function fits(pattern: string, room: string): boolean {
  if (!pattern.endsWith('*') || (room.startsWith(MEMBERS) && !pattern.startsWith(MEMBERS))) return false
  return room.startsWith(pattern.slice(0, -1))
}

function upTo(role: unknown, most: Role): Role {
  const known = ROLES.find(each => each === role) ?? LEAST
  return below(most, known) ? higherRole(most, LEAST) : higherRole(known, LEAST)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refuse(words: string): ReadGrants {
  return { ok: false, words }
}
