import type { Write } from '../../server/ports/store.ts'
import { account, idOf } from './people.ts'

export const ROOM = 'ordered'

/** An open room with filters and sanctions; none of them is of those who write. */
export function* orderedRoom(
  { writers, words, sanctions }: { writers: number; words: number; sanctions: number },
  now: number,
): Generator<Write> {
  for (let n = 0; n < writers; n++) yield* account(n, now)
  const filters = words > 0 ? { filters: { words: termsOf(words) } } : {}
  const set = { title: 'Bench', slowMs: 0, write: 'guest', locked: false, ...filters } as const
  const record = { room: ROOM, kind: 'open', ...set, createdBy: idOf(0), createdAt: now } as const
  yield {
    kind: 'directory',
    change: { type: 'addRoom', record, members: [{ room: ROOM, user: idOf(0), role: 'owner', since: now }] },
  }
  for (let n = 0; n < sanctions; n++) {
    const user = n % 2 ? `g:bench${n}` : `a:other${n}`
    const until = now + 24 * 3_600_000
    const sanction = { room: ROOM, user, kind: n % 3 ? 'mute' : 'ban', until, by: idOf(0), at: now } as const
    yield { kind: 'directory', change: { type: 'addSanction', sanction } }
  }
}

/** Words that nobody says, a third of them found anywhere. */
function termsOf(count: number) {
  return Array.from({ length: count }, (_, n) => {
    const word = `q${n.toString(26).replace(/\d/g, digit => 'abcdefghij'[Number(digit)] ?? '')}zx`
    return { term: n % 3 ? word : `*${word}*`, action: 'block' as const }
  })
}
