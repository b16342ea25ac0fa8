import { isEmoji } from '../../core/emoji.ts'
import { refusal } from '../../core/refusal.ts'
import type { Handler } from '../hub-context.ts'
import { append } from './append.ts'

export const react: Handler<'react'> = (hub, active, request) => {
  const { messageId, emoji, on } = request
  const { reactionKinds: kinds, reactionsOwn: own } = hub.limits
  return append(
    hub,
    active,
    request,
    () =>
      isEmoji(emoji)
        ? { ok: true, content: { kind: 'reaction', messageId, emoji, on, kinds, own } }
        : { ok: false, refusal: refusal('invalid_emoji', 'A reaction is one emoji.') },
    ({ seq, target, count, unchanged }) => ({ seq: unchanged ? undefined : seq, target, count }),
  )
}
