import type { Message } from '../../sdk/protocol/records.ts'

/** All that is read of a message. */
export type Read = Pick<
  Message,
  'text' | 'user' | 'rev' | 'editedAt' | 'by' | 'replyTo' | 'mentions' | 'reactions' | 'pinned'
> & { seq: number; id?: string | undefined; deleted?: boolean | undefined }

/** A message as one line, to be compared. */
export function lineOf({ seq, id, text, user, deleted, by, rev, editedAt, replyTo, reactions, ...rest }: Read): string {
  const quote =
    replyTo && `> ${replyTo.messageId} ${replyTo.target} ${replyTo.user.id} ${replyTo.text} ${!!replyTo.deleted}`
  const reacted = (reactions ?? []).map(
    ({ emoji, count, me, users }) => `${emoji} ${count} ${me ? 'mine ' : ''}${users.map(each => each.id)}`,
  )
  const gone = deleted ? `deleted by ${by}` : text
  const more = [quote, ...reacted, rest.pinned && 'pinned', ...(rest.mentions ?? []).map(each => each.id)]
  return [`${seq} ${id} ${user.id}: ${gone}, ${rev} ${editedAt}`, ...more.filter(each => each)].join(' | ')
}

/** The message as this reader sees it. */
export function asSeen<T extends Pick<Message, 'reactions'>>(message: T, own: readonly string[] | undefined): T {
  if (!message.reactions || !own) return message
  const reactions = message.reactions.map(each => (own.includes(each.emoji) ? { ...each, me: true as const } : each))
  return { ...message, reactions }
}

export function firstDifference(wanted: readonly string[], got: readonly string[]): string | undefined {
  const at = wanted.findIndex((each, index) => each !== got[index])
  if (at < 0 && wanted.length === got.length) return undefined
  const place = at < 0 ? wanted.length : at
  return `differ at ${place + 1} of ${wanted.length}: ${wanted[place]} is ${got[place]}`
}
