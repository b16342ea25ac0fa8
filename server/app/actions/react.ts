import { isEmoji } from '../../core/emoji.ts'
import { fromLog, refuse } from '../hub-context.ts'
import { whenLooked } from '../moderation/when-looked.ts'
import type { RoomAction } from './action.ts'
import { append, OF_MESSAGES } from './append.ts'

const FULL = 'This message has as many different reactions as it can have, or as many of yours as you may add.'
const WORDS = { ...OF_MESSAGES, too_many: FULL }
const FIRST = 'Write something first: a moderator looks at your first message.'

export const react: RoomAction<'react'> = (hub, actor, request, where) => {
  const { messageId, emoji, on } = request
  if (!isEmoji(emoji)) return refuse('invalid_emoji', 'A reaction is one emoji.')
  const { reactionKinds: kinds, reactionsOwn: own } = hub.limits
  const content = { kind: 'reaction', messageId, emoji, on, kinds, own } as const
  const add = () =>
    append(
      hub,
      actor,
      request,
      where.room,
      content,
      ({ seq, target, count, unchanged }) => ({ seq: unchanged ? undefined : seq, target, count }),
      { words: WORDS },
    )
  const { room } = request
  const isWatched = hub.holds.isWatched(actor, where, room)
  const found = isWatched ? fromLog(hub, () => hub.holds.hasWritten(actor, room)) : true
  return whenLooked(hub, { actor, where, room, action: 'react', found }, known =>
    known ? add() : refuse('forbidden', FIRST),
  )
}
