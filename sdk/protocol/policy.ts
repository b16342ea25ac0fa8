/** From the least to the most that one may. `admin` is one of the server; an account that is no member of a room is a `user`. */
export const ROLES = ['guest', 'user', 'member', 'moderator', 'owner', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** A lasting place in a room. */
export const MEMBER_ROLES = ['member', 'moderator', 'owner'] as const satisfies Role[]
export type MemberRole = (typeof MEMBER_ROLES)[number]

export const ROOM_KINDS = ['open', 'announce', 'members', 'direct'] as const
export type RoomKind = (typeof ROOM_KINDS)[number]

export const SANCTION_KINDS = ['warn', 'mute', 'kick', 'ban'] as const
export type SanctionKind = (typeof SANCTION_KINDS)[number]

/** What was laid on somebody. `until`: ms since the Unix epoch; left out: for ever. */
export interface Sanction {
  kind: SanctionKind
  until?: number | undefined
  reason?: string | undefined
}

/** What somebody is in a room. */
export interface Standing {
  role: Role
  sanctions?: readonly Sanction[] | undefined
  /** In a direct room: the other one has blocked them. */
  blocked?: boolean | undefined
}

/** Where. */
export interface PolicyRoom {
  kind: RoomKind
  /** Who may write in an open room; left out: guests, too. */
  write?: 'guest' | 'user' | 'member' | undefined
  /** Only who keeps order writes. */
  locked?: boolean | undefined
}

/**
 * The least role for it; `write`: that of who may write here; `nobody`. Beside it `own`: on one's own messages only; `muted`: also
 * by who was silenced.
 */
interface Rule {
  open: Role | 'write' | 'nobody'
  announce: Role | 'write' | 'nobody'
  members: Role | 'nobody'
  /** Both are members of it. */
  direct: Role | 'nobody'
  own?: true
  muted?: true
}

const WRITE = { open: 'write', announce: 'moderator', members: 'member', direct: 'member' } as const
const READ = { open: 'guest', announce: 'guest', members: 'member', direct: 'member', muted: true } as const
const ORDER = { open: 'moderator', announce: 'moderator', members: 'moderator', direct: 'nobody' } as const
const OWNER = { open: 'owner', announce: 'owner', members: 'owner', direct: 'nobody', muted: true } as const

/** Everything that somebody may do in a room, and who: the one place where it is decided. */
export const POLICY = {
  /** Joining, history, changes, the people who are here. */
  read: READ,
  typing: WRITE,
  send: WRITE,
  reply: WRITE,
  react: { ...WRITE, announce: 'guest' },
  edit: { ...WRITE, announce: 'guest', own: true },
  delete: { ...READ, own: true },
  delete_any: ORDER,
  pin: { ...ORDER, direct: 'member' },
  invite: { ...ORDER, members: 'member', muted: true },
  /** How the room is set, but its title. */
  change: { ...ORDER, muted: true },
  rename: OWNER,
  /** Everybody may give up their own place, but in a direct room. */
  set_role: OWNER,
  /** Seeing who has a place here. */
  members: READ,
  /** Not waiting in slow mode. */
  bypass_slow: { ...ORDER, muted: true },
  /** Sanctions, held messages, reports, and what was done about them. */
  moderate: ORDER,
  /** Looking for what was written. */
  search: READ,
  /** Having moderators look at a message. */
  report: READ,
} as const satisfies Record<string, Rule>

export type Action = keyof typeof POLICY

/** What a JoinResult tells of, in this order. */
export const TOLD_ACTIONS = [
  'send',
  'reply',
  'react',
  'edit',
  'delete',
  'delete_any',
  'pin',
  'search',
  'invite',
  'moderate',
  'change',
] as const satisfies Action[]

/** Why somebody may not. `needs`: the least role that may; `until`: when a sanction ends. */
export type Denied =
  | { code: 'not_found' }
  | { code: 'muted'; until?: number | undefined; reason?: string | undefined }
  /** `kicked`: they may come back by themselves when it is over. */
  | { code: 'banned'; until?: number | undefined; reason?: string | undefined; kicked?: true }
  | { code: 'forbidden'; needs?: Role | undefined }

/** Why this may not be done at `now`, ms since the Unix epoch; undefined: it may. `own`: on what they wrote themselves. */
export function refuseAction(
  who: Standing,
  action: Action,
  room: PolicyRoom,
  now: number,
  own = true,
): Denied | undefined {
  const rule: Rule = POLICY[action]
  const { kind } = room
  if (isHidden(kind) && below(who.role, 'member')) return { code: 'not_found' }
  const out = refuseOut(who, now)
  if (out) return isHidden(kind) ? { code: 'not_found' } : out
  const mute = rule.muted ? undefined : lasting(who, 'mute', now)
  if (mute) return { code: 'muted', until: mute.until, reason: mute.reason }
  if (rule.own && !own) return { code: 'forbidden' }
  const least = leastRole(rule, room)
  if (least === 'nobody') return { code: 'forbidden' }
  if (below(who.role, least)) return { code: 'forbidden', needs: least }
  if (kind === 'direct' && who.blocked && !rule.muted) return { code: 'forbidden' }
  return undefined
}

/** Why they may not be in any room of theirs, or in this one; undefined: they may, as far as sanctions go. */
export function refuseOut(who: Standing, now: number): Extract<Denied, { code: 'banned' }> | undefined {
  const [ban, kick] = [lasting(who, 'ban', now), lasting(who, 'kick', now)]
  if (ban) return { code: 'banned', until: ban.until, reason: ban.reason }
  return kick && { code: 'banned', until: kick.until, reason: kick.reason, kicked: true }
}

/** Whoever keeps order does so with people below themselves only. */
export function mayHandle(by: Role, other: Role): boolean {
  return below(other, by)
}

/** What they may do, for the client to offer. */
export function allowedActions(who: Standing, room: PolicyRoom, now: number): Action[] {
  return TOLD_ACTIONS.filter(action => refuseAction(who, action, room, now) === undefined)
}

/** The higher of two. */
export function higherRole(one: Role, other: Role): Role {
  return below(one, other) ? other : one
}

export function below(one: Role, other: Role): boolean {
  return ROLES.indexOf(one) < ROLES.indexOf(other)
}

/** That of one of these kinds which lasts longest. */
export function lasting({ sanctions }: Standing, kind: SanctionKind, now: number): Sanction | undefined {
  if (sanctions === undefined) return undefined
  const [longest] = sanctions
    .filter(each => each.kind === kind && (each.until ?? Number.POSITIVE_INFINITY) > now)
    .sort((a, b) => (b.until ?? Number.POSITIVE_INFINITY) - (a.until ?? Number.POSITIVE_INFINITY))
  return longest
}

/** Who may not read in such a room is not told that it is there. */
function isHidden(kind: RoomKind): boolean {
  return kind === 'members' || kind === 'direct'
}

function leastRole(rule: Rule, { kind, write = 'guest', locked }: PolicyRoom): Role | 'nobody' {
  const least = rule[kind] === 'write' ? write : (rule[kind] as Role | 'nobody')
  const closed = locked && !rule.muted && kind !== 'direct'
  return closed && least !== 'nobody' ? higherRole(least, 'moderator') : least
}
