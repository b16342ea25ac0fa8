import type { Account } from '../../ports/directory.ts'
import { fromLog, type HubContext, ok, refuse } from '../hub-context.ts'
import { deed } from '../moderation/deed.ts'
import { wasSeenIn } from '../moderation/known-there.ts'
import type { RoomAction } from './action.ts'
import { append, type Words } from './append.ts'
import type { Where } from './where.ts'

/** Guests have no places. */
const ACCOUNT = /^a:[!-~]{1,62}$/
const NOBODY = 'There is nobody of that id in this room.'
const TOO_MANY = 'They have a place in as many rooms as anybody may.'
const OF_OWNER: Words = { conflict: 'Name another owner first: this one is the last.' }

/** The policy has allowed it, or they give up their own place. */
export const setRole: RoomAction<'set_role'> = async (hub, actor, request, where) => {
  const { directory } = hub
  const { room, user: id, role, cid } = request
  if (where.place.kind === 'direct') return refuse('forbidden', 'Nobody leaves a room of two.')
  if (!ACCOUNT.test(id)) return refuse('not_found', NOBODY)
  const read = await fromLog(hub, async () => {
    const [account, before, invitation] = await Promise.all([
      directory.account(id),
      directory.membership(room, id),
      directory.invitation(room, id),
    ])
    const isAsked = role === 'none' && before === undefined && invitation !== undefined
    if (isAsked) await directory.dropInvitation(room, id)
    const isThere = role === 'none' || before !== undefined || (account && (await isSeenIn(hub, where, room, account)))
    return { account, before, isAsked, isThere }
  })
  if (!read.ok) return read
  const { account, before, isAsked, isThere } = read.value
  if (isAsked) return ok({ room, duplicate: false })
  if (!isThere) return refuse('not_found', NOBODY)
  const content = { kind: 'member_changed', member: { id, name: account?.name ?? '' }, role } as const
  const words = { not_found: NOBODY, too_many: TOO_MANY, ...(before?.role === 'owner' && OF_OWNER) }
  const answer = ({ seq, unchanged }: { seq: number; unchanged?: true | undefined }) => ({
    seq: unchanged ? undefined : seq,
  })
  const done = { room, action: 'set_role', cid, target: { user: content.member, changes: { role } } }
  // giving up one's own place is no matter of order
  const audit = id === actor.identity.user.id ? undefined : deed(hub, actor, done)
  return append(hub, actor, request, where.room, content, answer, { words, audit })
}

/** Into a members room nobody is put: they are asked in. */
async function isSeenIn(hub: HubContext, { room, place }: Where, name: string, { id, guestIds }: Account) {
  return place.kind !== 'members' && wasSeenIn(hub, room, name, [id, ...guestIds])
}
