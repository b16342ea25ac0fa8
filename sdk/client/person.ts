import type { User } from '../protocol/records.ts'
import type { ChatClient, Draft } from './types.ts'

/** Who a client is: its user, and the id that they had as a guest. */
export type Me = Partial<Pick<ChatClient, 'user' | 'guestId'>>

/** Guests are the same person when they come back under their name; other ids are for ever. */
export const person = ({ id, name }: User): string => (id.startsWith('a:') ? id : name)

/** The id of this person as which an event is theirs, if it is: what they did as a guest comes under the guest's. */
export const readerOf = ({ user }: { user?: User | undefined }, me: Me) =>
  user && user.id === me.guestId ? me.guestId : me.user?.id

/** Whether somebody is this person, also as the guest that they were. */
export const isOwn = ({ id }: Pick<User, 'id'>, me: Me): boolean => id === me.user?.id || id === me.guestId

/** Whether a draft is known to be another person's. */
export const isForeign = ({ user: id, name }: Pick<Draft, 'user' | 'name'>, me: User | undefined): boolean =>
  !!me && id !== undefined && name !== undefined && person({ id, name }) !== person(me)
