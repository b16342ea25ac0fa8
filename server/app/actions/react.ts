import { isEmoji } from '../../core/emoji.ts'
import { fromLog, refuse } from '../hub-context.ts'
import type { RoomAction } from './action.ts'
import { append } from './append.ts'

const FIRST = 'Write something first: a moderator looks at your first message.'

export const react: RoomAction<'react'> = (hub, actor, request, { room, grounds }) => {
  const { messageId, emoji, on } = request
  if (!isEmoji(emoji)) return refuse('invalid_emoji', 'A reaction is one emoji.')
  const { reactionKinds: kinds, reactionsOwn: own } = hub.limits
  const content = { kind: 'reaction', messageId, emoji, on, kinds, own } as const
  const add = () =>
    append(hub, actor, request, room, content, ({ seq, target, count, unchanged }) => ({
      seq: unchanged ? undefined : seq,
      target,
      count,
    }))
  if (!grounds.watched) return add()
  return fromLog(hub, () => hub.holds.hasWritten(actor, request.room)).then(known =>
    known.ok && !known.value ? refuse('forbidden', FIRST) : add(),
  )
}
