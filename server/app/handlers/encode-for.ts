import type { Message } from '../../../sdk/protocol/records.ts'
import { encodeMessage } from '../../wire/encode.ts'
import type { Active, HubContext } from '../hub-context.ts'
import { ownReactions } from '../rooms/own-reactions.ts'

/** Messages of a room for one reader, whose own reactions are marked. */
export async function encodeFor(
  hub: HubContext,
  { member }: Active,
  room: string,
  messages: readonly Message[],
): Promise<string[]> {
  const own = await ownReactions(hub.log, room, member.user.id, messages)
  return messages.map(message => encodeMessage(message, own.get(message.seq)))
}
