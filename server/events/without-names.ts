import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { Message, Quote, Reaction, User } from '../../sdk/protocol/records.ts'

type IsRemoved = (userId: string) => boolean

/** A message in which nobody has a name who was removed; the same object where nobody was. */
export function messageWithoutNames<M extends Message>(message: M, isRemoved: IsRemoved): M {
  const { user, replyTo, mentions, reactions } = message
  const known = userWithoutName(user, isRemoved)
  const quote = quoteWithoutName(replyTo, isRemoved)
  const named = usersWithoutNames(mentions, isRemoved)
  const reacted = reactions && sameOr(reactions, each => reactionWithoutNames(each, isRemoved))
  if (known === user && quote === replyTo && named === mentions && reacted === reactions) return message
  return {
    ...message,
    user: known,
    ...(quote && { replyTo: quote }),
    ...(named && { mentions: named }),
    ...(reacted && { reactions: reacted }),
  }
}

/** The same of an event. */
export function eventWithoutNames(event: DurableEvent, isRemoved: IsRemoved): DurableEvent {
  if (event.type === 'new_message') return messageWithoutNames(event, isRemoved)
  // it may hide who did it
  if (event.type === 'message_deleted') {
    const user = event.user && userWithoutName(event.user, isRemoved)
    return user === event.user ? event : { ...event, user }
  }
  const user = userWithoutName(event.user, isRemoved)
  const known = user === event.user ? event : { ...event, user }
  if (known.type === 'member_changed') {
    const member = userWithoutName(known.member, isRemoved)
    return member === known.member ? known : { ...known, member }
  }
  if (known.type === 'reaction') {
    const users = usersWithoutNames(known.users, isRemoved)
    return users === known.users ? known : { ...known, users }
  }
  if (known.type !== 'message_edited' || known.mentions === undefined) return known
  const mentions = usersWithoutNames(known.mentions, isRemoved)
  return mentions === known.mentions ? known : { ...known, mentions }
}

function userWithoutName(user: User, isRemoved: IsRemoved): User {
  return isRemoved(user.id) ? { id: user.id, name: '', deleted: true } : user
}

function quoteWithoutName(quote: Quote | undefined, isRemoved: IsRemoved): Quote | undefined {
  return quote && isRemoved(quote.user.id) ? { ...quote, user: userWithoutName(quote.user, isRemoved) } : quote
}

function reactionWithoutNames(reaction: Reaction, isRemoved: IsRemoved): Reaction {
  const users = usersWithoutNames(reaction.users, isRemoved)
  return users === reaction.users ? reaction : { ...reaction, users }
}

function usersWithoutNames<U extends User[] | undefined>(users: U, isRemoved: IsRemoved): U {
  return users && (sameOr(users, user => userWithoutName(user, isRemoved)) as U)
}

/** The list itself where nothing of it is another one. */
function sameOr<T>(list: T[], change: (item: T) => T): T[] {
  const changed = list.map(change)
  return changed.some((item, at) => item !== list[at]) ? changed : list
}
