import type { InvitedEvent } from '../../../sdk/protocol/events.ts'
import { userOf } from '../../../sdk/protocol/user-of.ts'
import type { HubContext } from '../hub-context.ts'

/** Tells somebody on all their connections that they are asked into a room. */
export function tellInvited(hub: HubContext, user: string, room: string): void {
  readInvited(hub, user, room).then(
    event => {
      if (event === undefined) return
      const text = JSON.stringify(event)
      for (const { member } of hub.online.greeted(user)) member.peer.send(text)
    },
    // it stands in the list of their rooms all the same
    error => hub.logger.warn({ err: error }, 'an invitation could not be read'),
  )
}

async function readInvited({ directory }: HubContext, user: string, room: string): Promise<InvitedEvent | undefined> {
  const [invitation, record] = await Promise.all([directory.invitation(room, user), directory.room(room)])
  if (invitation === undefined) return undefined
  const by = await directory.account(invitation.by)
  const from = by ? userOf(by.id, by.name) : ({ id: invitation.by, name: '', deleted: true } as const)
  return { type: 'invited', room, title: record?.title, by: from }
}
