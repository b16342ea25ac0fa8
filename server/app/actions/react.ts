import { isEmoji } from '../../core/emoji.ts'
import { refuse } from '../hub-context.ts'
import type { RoomAction } from './action.ts'
import { append } from './append.ts'

export const react: RoomAction<'react'> = (hub, actor, request, { room }) => {
  const { messageId, emoji, on } = request
  if (!isEmoji(emoji)) return refuse('invalid_emoji', 'A reaction is one emoji.')
  const { reactionKinds: kinds, reactionsOwn: own } = hub.limits
  const content = { kind: 'reaction', messageId, emoji, on, kinds, own } as const
  return append(hub, actor, request, room, content, ({ seq, target, count, unchanged }) => ({
    seq: unchanged ? undefined : seq,
    target,
    count,
  }))
}
