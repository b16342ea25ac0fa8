import type { Message } from '../../../sdk/protocol/records.ts'
import { encodeMessage } from '../../wire/encode.ts'
import type { HubContext } from '../hub-context.ts'
import { idsOf } from '../identity/authenticator.ts'
import { ownReactions } from '../rooms/own-reactions.ts'
import type { Actor } from './actor.ts'

/** Messages of a room for one reader, whose own reactions are marked. */
export async function encodeFor(
  hub: HubContext,
  { identity }: Actor,
  room: string,
  messages: readonly Message[],
): Promise<string[]> {
  const own = await ownReactions(hub.log, room, idsOf(identity), messages)
  return messages.map(message => encodeMessage(message, own.get(message.seq)))
}
