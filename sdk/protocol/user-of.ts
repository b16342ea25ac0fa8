import type { User } from './records.ts'

const GUEST = 'g:'
const ACCOUNT = 'a:'

/** An id of its own for somebody without an account. `id` is one that no other has. */
export const guestId = (id: string): string => GUEST + id
export const accountId = (id: string): string => ACCOUNT + id
/** Ids of before there were accounts have neither beginning: they are guests'. */
export const isAccount = (userId: string): boolean => userId.startsWith(ACCOUNT)

/** Somebody as all others see them; without a name it is who was removed. */
export function userOf(id: string, name: string): User {
  if (name === '' && id !== '') return { id, name, deleted: true }
  return id.startsWith(GUEST) ? { id, name, guest: true } : { id, name }
}

/** Of rows of ids and names. */
export function usersIn(rows: readonly unknown[]): User[] {
  return (rows as { id: string; name: string }[]).map(({ id, name }) => userOf(id, name))
}
