import { higherRole, type Role } from '../../../sdk/protocol/policy.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import { isAccount, userOf } from '../../../sdk/protocol/user-of.ts'
import type { ConnectedThere } from '../../ports/user-bus.ts'
import type { Where } from '../actions/where.ts'
import type { HubContext } from '../hub-context.ts'
import { roleOf } from '../identity/authenticator.ts'
import { wasSeenIn } from './known-there.ts'

/** Somebody on whom a moderator acts, as this room knows them. */
export interface Target {
  /** Whoever has become somebody since is that account, under whichever id of theirs they are named. */
  id: string
  /** All of theirs. */
  ids: readonly string[]
  user: User
  /** The highest that they are there, also by what their site says while they are here. */
  role: Role
  /** Their connections to other nodes. */
  elsewhere: readonly ConnectedThere[]
}

/** Undefined: the room knows nobody of this id. Rejects with LogUnavailable. */
export async function findTarget(
  hub: HubContext,
  { room: live }: Where,
  room: string,
  named: string,
): Promise<Target | undefined> {
  const { directory, users, timeOfDay } = hub
  const account = await (isAccount(named) ? directory.account(named) : directory.accountOfGuest(named))
  const id = account?.id ?? named
  const present = users.of(id).map(({ identity }) => identity)
  const ids = [id, ...(account?.guestIds ?? [])]
  const [membership, laid, elsewhere = []] = await Promise.all([
    directory.membership(room, id),
    directory.sanctionsOf(id, undefined, 100),
    hub.elsewhere?.({ ids, room }),
  ])
  const isLaid = laid.some(each => each.room === room && (each.until === undefined || each.until > timeOfDay()))
  const isThere = membership !== undefined || isLaid || (await wasSeenIn(hub, live, room, ids))
  if (!isThere || (isAccount(id) && account === undefined)) return undefined
  const own: Role = account === undefined ? 'guest' : account.role
  const stored = membership === undefined ? own : higherRole(own, membership.role)
  const isOwn = (each: ConnectedThere) => each.id === id
  const roles = [...present.map(identity => roleOf(identity, room)), ...elsewhere.filter(isOwn).map(each => each.role)]
  const name = account?.name ?? live?.people.user(id)?.name ?? present[0]?.user.name ?? elsewhere[0]?.name
  const user = name === undefined ? await writerOf(hub, room, id) : userOf(id, name)
  return { id, ids, user, role: roles.reduce(higherRole, stored), elsewhere }
}

/** The ids under which an account still has connections as the guest that it was. */
export function asGuest({ users }: Pick<HubContext, 'users'>, { id, ids, elsewhere }: Target): string[] {
  return ids.filter(each => each !== id && (users.count(each) > 0 || elsewhere.some(there => there.id === each)))
}

/** Of a guest who is connected, or was a while ago. */
export function addressOf(
  { users, holds }: HubContext,
  { id, elsewhere }: Pick<Target, 'id' | 'elsewhere'>,
): string | undefined {
  if (isAccount(id)) return undefined
  return users.of(id)[0]?.sharer.address ?? elsewhere[0]?.address ?? holds.addressOf(id)
}

/** A guest who has gone, by the name under which they wrote. */
async function writerOf({ personal }: HubContext, room: string, id: string): Promise<User> {
  const page = await personal?.writtenBy(room, [id], { after: 0, limit: 1, maxBytes: 1 })
  return page?.messages[0]?.user ?? { id, name: '', guest: true }
}
