import { isEmoji } from '../../core/emoji.ts'
import { type RoomHandler, refuse } from '../hub-context.ts'
import { append } from './append.ts'

export const react: RoomHandler<'react'> = (hub, active, request, { room }) => {
  const { messageId, emoji, on } = request
  if (!isEmoji(emoji)) return refuse('invalid_emoji', 'A reaction is one emoji.')
  const { reactionKinds: kinds, reactionsOwn: own } = hub.limits
  const content = { kind: 'reaction', messageId, emoji, on, kinds, own } as const
  return append(hub, active, request, room, content, ({ seq, target, count, unchanged }) => ({
    seq: unchanged ? undefined : seq,
    target,
    count,
  }))
}
