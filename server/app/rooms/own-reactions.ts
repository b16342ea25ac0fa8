import type { Message } from '../../../sdk/protocol/records.ts'
import type { OwnReactions, RoomLog } from '../../ports/room-log.ts'

const NONE: OwnReactions = new Map()

/** The reader's emoji on these messages, by seq; it is read only where there are reactions at all. */
export async function ownReactions(
  log: RoomLog,
  room: string,
  reader: string,
  messages: readonly Pick<Message, 'seq' | 'reactions'>[],
): Promise<OwnReactions> {
  const seqs = messages.filter(({ reactions }) => reactions !== undefined).map(({ seq }) => seq)
  if (seqs.length === 0) return NONE
  return log.ownReactions(room, reader, Math.min(...seqs), Math.max(...seqs))
}
