import { tokenHash } from '../../server/app/identity/token-hash.ts'
import type { Content } from '../../server/ports/room-log.ts'
import type { Write } from '../../server/ports/store.ts'

const YEAR_MS = 365 * 24 * 3_600_000

/** The id of the account of this number. */
export const idOf = (n: number) => `a:bench${n}`
/** What logs it in, wherever it was made: nothing else has to be asked before. */
export const tokenOf = (n: number) => `token-of-bench-${n}`
const personOf = (n: number) => ({ id: idOf(n), name: `Bench ${n}` })

/** An account that is logged in. */
export function* account(n: number, now: number): Generator<Write> {
  const user = personOf(n)
  const times = { createdAt: now, seenAt: now, notBefore: 0 }
  const made = { ...user, role: 'user', password: 'none', keys: [`bench${n}`], guestIds: [], ...times } as const
  yield { kind: 'directory', change: { type: 'addAccount', account: made } }
  const login = { tokenHash: tokenHash(tokenOf(n)), id: `s${n}`, user }
  yield { kind: 'session', session: { ...login, endsAt: now + YEAR_MS, usedAt: now, namedAt: now } }
}

/** A room for its members alone, with its first one. */
export function made(room: string, owner: number, now: number): Write {
  const set = { title: 'Bench', slowMs: 0, write: 'guest', locked: false } as const
  const record = { room, kind: 'members', ...set, createdBy: idOf(owner), createdAt: now } as const
  const first = { room, user: idOf(owner), role: 'owner', since: now } as const
  return { kind: 'directory', change: { type: 'addRoom', record, members: [first] } }
}

/** A place for one more, without a word about it. */
export function place(room: string, n: number, now: number): Write {
  return { kind: 'directory', change: { type: 'setRole', room, user: idOf(n), role: 'member', at: now } }
}

/** A place for one more, told in the room. */
export function joined(room: string, by: number, n: number, cid: string, now: number): Write {
  return event(room, by, cid, { kind: 'member_changed', member: personOf(n), role: 'member' }, now)
}

export function said(room: string, by: number, cid: string, now: number): Write {
  return event(room, by, cid, { kind: 'new_message', text: 'x'.repeat(64) }, now)
}

/** These have read so far. */
export function read(room: string, people: readonly number[], seq: number): Write {
  // of an epoch of before, which stands where it left off
  const positions = people.map(n => ({ user: idOf(n), room, epoch: 'before', seq }))
  return { kind: 'directory', change: { type: 'keepPositions', positions } }
}

function event(room: string, by: number, cid: string, content: Content, now: number): Write {
  return { kind: 'event', room, user: personOf(by), cid, content, id: `e-${cid}`, sentAt: now }
}
