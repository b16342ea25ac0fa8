import type { MembersReply } from '../../../sdk/protocol/replies.ts'
import { fromLog, ok } from '../hub-context.ts'
import type { RoomAction } from './action.ts'
import { userBy } from './known-people.ts'

const PAGE = 100

export const members: RoomAction<'members'> = async (hub, { sharer }, { room, after }) => {
  const { directory } = hub
  const reading = await hub.reads.run(sharer, charge =>
    fromLog(hub, async (): Promise<MembersReply> => {
      const found = await directory.members(room, after, PAGE)
      const named = await Promise.all(
        found.map(async ({ user, role }) => ({ user: await userBy(directory, user), role })),
      )
      const next = found.length === PAGE ? found.at(-1)?.user : undefined
      charge(100 * found.length)
      return { members: named, next }
    }),
  )
  return reading.ok ? ok(reading.value) : reading
}
