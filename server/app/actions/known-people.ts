import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import { isAccount, userOf } from '../../../sdk/protocol/user-of.ts'
import { refusal } from '../../core/refusal.ts'
import type { Directory } from '../../ports/directory.ts'
import type { HubContext } from '../hub-context.ts'
import type { Actor } from './actor.ts'

/** Also for an account that is there, but which one has met nowhere. */
export const NOBODY: Refusal = refusal('not_found', 'You share no room with anybody of that id.')

/** Whether somebody else is an account that one shares a room with: a place in it, or being there now. */
export async function isKnownTo({ directory, online }: HubContext, { identity }: Actor, id: string): Promise<boolean> {
  const own = identity.user.id
  if (!isAccount(id) || id === own) return false
  const isHere = online.of(own).some(({ joined }) => joined.some(({ room }) => room.people.user(id) !== undefined))
  return isHere || directory.shareRoom(own, id)
}

/** As others see them; whoever is no more has no name. */
export async function userBy(directory: Pick<Directory, 'account'>, id: string): Promise<User> {
  const account = await directory.account(id)
  return account === undefined ? { id, name: '', deleted: true } : userOf(id, account.name)
}
