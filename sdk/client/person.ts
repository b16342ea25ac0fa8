import type { User } from '../protocol/records.ts'
import type { Draft } from './types.ts'

/** Guests are the same person when they come back under their name; other ids are for ever. */
export const person = ({ id, name }: User): string => (id.startsWith('a:') ? id : name)

/** Whether a draft is known to be another person's. */
export const isForeign = ({ user: id, name }: Pick<Draft, 'user' | 'name'>, me: User | undefined): boolean =>
  !!me && id !== undefined && name !== undefined && person({ id, name }) !== person(me)
