import { type Action, ROLES, type Role, type RoomKind } from '../../sdk/protocol/policy.ts'

/** The least role, written down apart from the table that decides: o open, a announce, m members, d direct; `-`: nobody. */
export const LEAST: { [K in Action]: { [K in RoomKind]: Role | '-' } } = {
  read: { open: 'guest', announce: 'guest', members: 'member', direct: 'member' },
  typing: { open: 'guest', announce: 'moderator', members: 'member', direct: 'member' },
  send: { open: 'guest', announce: 'moderator', members: 'member', direct: 'member' },
  reply: { open: 'guest', announce: 'moderator', members: 'member', direct: 'member' },
  react: { open: 'guest', announce: 'guest', members: 'member', direct: 'member' },
  edit: { open: 'guest', announce: 'guest', members: 'member', direct: 'member' },
  delete: { open: 'guest', announce: 'guest', members: 'member', direct: 'member' },
  delete_any: { open: 'moderator', announce: 'moderator', members: 'moderator', direct: '-' },
  pin: { open: 'moderator', announce: 'moderator', members: 'moderator', direct: 'member' },
  invite: { open: 'moderator', announce: 'moderator', members: 'member', direct: '-' },
  change: { open: 'moderator', announce: 'moderator', members: 'moderator', direct: '-' },
  rename: { open: 'owner', announce: 'owner', members: 'owner', direct: '-' },
  set_role: { open: 'owner', announce: 'owner', members: 'owner', direct: '-' },
  members: { open: 'guest', announce: 'guest', members: 'member', direct: 'member' },
  moderate: { open: 'moderator', announce: 'moderator', members: 'moderator', direct: '-' },
  search: { open: 'guest', announce: 'guest', members: 'member', direct: 'member' },
  report: { open: 'guest', announce: 'guest', members: 'member', direct: 'member' },
  bypass_slow: { open: 'moderator', announce: 'moderator', members: 'moderator', direct: '-' },
}
/** What who is muted may go on doing. */
export const SILENT: Action[] = [
  'read',
  'delete',
  'invite',
  'change',
  'rename',
  'set_role',
  'members',
  'search',
  'report',
  'bypass_slow',
]

export const atLeast = (role: Role, least: Role | '-') => least !== '-' && ROLES.indexOf(role) >= ROLES.indexOf(least)
