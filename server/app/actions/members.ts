import { refuseAction } from '../../../sdk/protocol/policy.ts'
import type { MembersReply } from '../../../sdk/protocol/replies.ts'
import { fromLog, ok } from '../hub-context.ts'
import { asSanctions } from '../moderation/as-sanctions.ts'
import type { RoomAction } from './action.ts'
import { userBy } from './known-people.ts'

const PAGE = 100

/** To who keeps order also what is laid on them. */
export const members: RoomAction<'members'> = async (hub, { sharer }, { room, after }, { standing, place }) => {
  const { directory } = hub
  const now = hub.timeOfDay()
  const moderates = refuseAction(standing, 'moderate', place, now) === undefined
  const laidOn = async (user: string) => (moderates ? asSanctions(await directory.sanctions(room, user, now)) : [])
  const reading = await hub.reads.run(sharer, charge =>
    fromLog(hub, async (): Promise<MembersReply> => {
      const found = await directory.members(room, after, PAGE)
      const named = await Promise.all(
        found.map(async ({ user: id, role }) => {
          const [user, sanctions] = await Promise.all([userBy(directory, id), laidOn(id)])
          return { user, role, ...(sanctions.length > 0 && { sanctions }) }
        }),
      )
      const next = found.length === PAGE ? found.at(-1)?.user : undefined
      charge(100 * found.length)
      return { members: named, next }
    }),
  )
  return reading.ok ? ok(reading.value) : reading
}
