import { isAccount } from '../../../sdk/protocol/user-of.ts'
import { fromLog, type HubContext, ok, refuse } from '../hub-context.ts'
import type { ServerAction } from './action.ts'
import { isKnownTo, NOBODY } from './known-people.ts'
import { refuseMaking } from './make-rate.ts'

const NAME_LENGTH = 22

/** The one room of two, whoever of them asks; it is made where there is none. */
export const openDirect: ServerAction<'open_direct'> = async (hub, actor, { user }) => {
  const own = actor.identity.user.id
  if (!isAccount(own)) return refuse('forbidden', 'Only people with an account may do this.')
  const there = await fromLog(hub, () => hub.directory.direct(own, user))
  if (!there.ok) return there
  if (there.value !== undefined) return ok({ room: there.value.room })
  const refused = refuseMaking(hub, actor)
  if (refused) return refused
  const made = await fromLog(hub, async () =>
    (await isKnownTo(hub, actor, user)) ? make(hub, own, user) : 'not_found',
  )
  if (!made.ok) return made
  if (made.value === 'not_found') return { ok: false, refusal: NOBODY }
  if (made.value === 'too_many') return refuse('too_many', 'One of you has a place in as many rooms as anybody may.')
  return ok(made.value)
}

async function make({ directory, random, timeOfDay }: HubContext, own: string, other: string) {
  const room = `dm:${random.token().padEnd(NAME_LENGTH, '0').slice(0, NAME_LENGTH)}`
  const [one, two] = [own, other].sort() as [string, string]
  const set = { slowMs: 0, write: 'guest', locked: false } as const
  const record = { room, kind: 'direct', ...set, pair: [one, two], createdBy: own, createdAt: timeOfDay() } as const
  const members = [one, two].map(user => ({ user, role: 'member' as const }))
  const added = await directory.addRoom(record, members)
  if (added === 'ok') return { room }
  if (added !== 'taken') return added
  // the other one was first
  const there = await directory.direct(one, two)
  return there === undefined ? 'not_found' : { room: there.room }
}
