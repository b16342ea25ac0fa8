import type { Message } from '../../../sdk/protocol/records.ts'
import type { OwnReactions, RoomLog } from '../../ports/room-log.ts'

const NONE: OwnReactions = new Map()

/** The emoji of a reader, by all of their ids, on these messages, by seq; it is read only where there are reactions at all. */
export async function ownReactions(
  log: RoomLog,
  room: string,
  reader: readonly string[],
  messages: readonly Pick<Message, 'seq' | 'reactions'>[],
): Promise<OwnReactions> {
  const seqs = messages.filter(({ reactions }) => reactions !== undefined).map(({ seq }) => seq)
  if (seqs.length === 0) return NONE
  const read = (id: string) => log.ownReactions(room, id, Math.min(...seqs), Math.max(...seqs))
  const [own = NONE, ...former] = await Promise.all(reader.map(read))
  return former.length === 0 ? own : merged([own, ...former])
}

function merged(all: readonly OwnReactions[]): OwnReactions {
  const emoji = new Map<number, readonly string[]>()
  for (const [seq, own] of all.flatMap(each => [...each])) emoji.set(seq, [...(emoji.get(seq) ?? []), ...own])
  return emoji
}
