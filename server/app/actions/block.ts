import { isAccount } from '../../../sdk/protocol/user-of.ts'
import { fromLog, type HubContext, ok, refuse } from '../hub-context.ts'
import type { ServerAction } from './action.ts'
import type { Actor } from './actor.ts'
import { isKnownTo, NOBODY, userBy } from './known-people.ts'

const NEEDS_ACCOUNT = 'Only people with an account may do this.'

/** What they may in the room of the two is different from the answer on. */
export const block: ServerAction<'block'> = async (hub, actor, { user, on }) => {
  const by = actor.identity.user.id
  if (!isAccount(by)) return refuse('forbidden', NEEDS_ACCOUNT)
  const done = await fromLog(hub, async () => {
    if (!(await isBlockable(hub, actor, user))) return 'not_found'
    const changed = await hub.directory.block(by, user, on)
    if (changed === 'ok') await hub.rights.quiet(user)
    return changed
  })
  if (!done.ok) return done
  if (done.value === 'not_found') return { ok: false, refusal: NOBODY }
  if (done.value === 'too_many') return refuse('too_many', 'You have blocked as many people as you may.')
  return ok()
}

/** Whom one has blocked before can be let go, whether or not one meets them still. */
async function isBlockable(hub: HubContext, actor: Actor, user: string): Promise<boolean> {
  return (await isKnownTo(hub, actor, user)) || hub.directory.isBlocked(actor.identity.user.id, user)
}

export const blocks: ServerAction<'blocks'> = async (hub, { identity, sharer }) => {
  if (!isAccount(identity.user.id)) return refuse('forbidden', NEEDS_ACCOUNT)
  const { directory } = hub
  const reading = await hub.reads.run(sharer, charge =>
    fromLog(hub, async () => {
      const ids = await directory.blocks(identity.user.id)
      charge(100 * ids.length)
      return { users: await Promise.all(ids.map(id => userBy(directory, id))) }
    }),
  )
  return reading.ok ? ok(reading.value) : reading
}
