import type { Write } from '../../server/ports/store.ts'
import { account, made, place } from './people.ts'

export const ROOM = 'priv:bench'

/** A room in which so many accounts have a place. */
export function* membersRoom(count: number, now: number): Generator<Write> {
  for (let n = 0; n < count; n++) yield* account(n, now)
  yield made(ROOM, 0, now)
  for (let n = 1; n < count; n++) yield place(ROOM, n, now)
}
