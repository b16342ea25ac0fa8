import { applyEvent } from '../../protocol/apply-event.ts'
import type { ChangeEvent } from '../../protocol/events.ts'
import type { Message, User } from '../../protocol/records.ts'
import type { DraftRequest } from '../draft.ts'
import { isOwn, type Me } from '../person.ts'

/** A request that is not granted yet, and when it was made. */
export interface OpenRequest {
  request: DraftRequest
  createdAt: number
}

/** The message as it will stand once these requests of the user are granted; the same object when none is about it. */
export function withRequests(message: Message, open: readonly OpenRequest[], me: Me): Message {
  const { user } = me
  if (!user) return message
  const after = open.reduce((now, each) => {
    const event = eventOf(now, each, user, me)
    return event ? applyEvent(now, event, user.id) : now
  }, message)
  // no seq is known before it is granted
  return after === message ? message : { ...after, rev: message.rev }
}

/** What the room will be told, as far as it is about this message or its quote. */
function eventOf(message: Message, { request, createdAt }: OpenRequest, user: User, me: Me): ChangeEvent | undefined {
  if (request.type === 'send_message') return undefined
  const { messageId } = request
  const own = messageId === message.id
  if (!own && messageId !== message.replyTo?.messageId) return undefined
  const { room, id, cid } = message
  const fixed = { room, id, cid, messageId, user, sentAt: createdAt, target: 0, seq: (message.rev ?? 0) + 1 }
  switch (request.type) {
    case 'edit_message': {
      const named = message.mentions?.filter(({ id }) => request.mentions?.includes(id))
      return { ...fixed, type: 'message_edited', text: request.text, mentions: named?.[0] && named }
    }
    case 'delete_message':
      return { ...fixed, type: 'message_deleted', by: isOwn(message.user, me) ? 'author' : 'moderator' }
    case 'pin_message':
      return { ...fixed, type: 'message_pinned', on: request.on }
    case 'react': {
      const { emoji, on } = request
      const { me: mine = false, count = 0, users = [] } = message.reactions?.find(each => each.emoji === emoji) ?? {}
      if (!own || mine === on) return undefined
      // who is named among them counts already, though a row that waits for its changes does not say so
      const others = withoutMe(users, mine && users.length === count, me)
      const isNamed = others.length < users.length
      const named = on ? (isNamed ? users : [...users, user].slice(0, 3)) : others
      return { ...fixed, type: 'reaction', emoji, on, count: count + (on ? Number(!isNamed) : -1), users: named }
    }
  }
}

/** `named`: this person is one of these, maybe as a guest of before, of whom this client does not know. */
function withoutMe(users: readonly User[], named: boolean, me: Me): User[] {
  const others = users.filter(each => !isOwn(each, me))
  if (!named || others.length < users.length) return others
  const guests = others.filter(({ guest }) => guest)
  const self = guests.find(({ name }) => name === me.user?.name) ?? guests.at(-1)
  return others.filter(each => each !== self)
}
