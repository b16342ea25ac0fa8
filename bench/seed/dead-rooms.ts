import type { Write } from '../../server/ports/store.ts'
import { account, joined, made, read, said } from './people.ts'

/** Accounts among whom the rooms are: each has a place in few enough. */
const PEOPLE = 200
const MESSAGES = 3

/** The name of the room of this number; the account of number 0 has a place in the first ones. */
export const nameOf = (room: number) => `priv:bench${room}`

/** So many rooms that people made and left: each with two who have a place, a few messages, and how far both have read. */
export function* roomsOfBefore(count: number, alive: number, now: number): Generator<Write> {
  yield* account(0, now)
  for (let n = 1; n <= PEOPLE; n++) yield* account(n, now)
  for (let n = 0; n < count; n++) yield* deadRoom(n, n < alive ? 0 : 1 + (n % PEOPLE), now)
}

function* deadRoom(n: number, owner: number, now: number): Generator<Write> {
  const [room, other] = [nameOf(n), 1 + ((n + 7) % PEOPLE)]
  yield made(room, owner, now)
  yield joined(room, owner, other, `join-${n}`, now)
  for (let at = 0; at < MESSAGES; at++) yield said(room, at % 2 ? owner : other, `said-${n}-${at}`, now)
  yield read(room, [owner, other], 1 + MESSAGES)
}
