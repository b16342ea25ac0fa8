import type { SiteGrants } from './site.ts'

/** What matters here of all roles, from the least. */
const ORDER = ['user', 'member', 'moderator'] as const

export type GrantedRole = (typeof ORDER)[number]

/** What somebody of a site is in a room, by what their token says alone: the most of all that fits, and never more than a moderator. */
export function grantedRole({ roles, rooms }: SiteGrants, room: string): GrantedRole {
  const fitting = Object.entries(rooms).filter(([name]) =>
    name.endsWith('*') ? room.startsWith(name.slice(0, -1)) : name === room,
  )
  const ranks = [...roles, ...fitting.map(([, role]) => role)].map(rankOf)
  return ORDER[Math.max(0, ...ranks)] ?? 'user'
}

function rankOf(role: string): number {
  if (role === 'owner' || role === 'admin') return ORDER.indexOf('moderator')
  return ORDER.findIndex(each => each === role)
}
