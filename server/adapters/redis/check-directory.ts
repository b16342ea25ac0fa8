import type { Cells } from './cells.ts'
import { ALL, type Counted, DirectoryCells, hashOf } from './directory-cells.ts'
import { RedisDirectoryRows } from './directory-rows.ts'
import type { Engine } from './engine.ts'
import { namesOf } from './export-directory.ts'
import { together } from './known.ts'
import { DIRECTORY_TAG } from './partitions.ts'
import { ask } from './transact.ts'

/** Keys of one step. */
const KEYS = 200
/** Tries of what may only look wrong because it was written meanwhile. */
const TRIES = 3

interface Look {
  /** What keys of this kind are of. */
  kind: string
  counts: Counted
  /** How many rows a key has. */
  size(at: DirectoryCells, of: readonly string[]): number
  /** What is wrong with it, if it is. */
  fault?: ((at: DirectoryCells, rows: RedisDirectoryRows, of: readonly string[]) => string | undefined) | undefined
}

const LOOKS: readonly Look[] = [
  {
    kind: 'a',
    counts: 'accounts',
    size: (at, [id = '']) => (at.hash('a', id).get('j') === undefined ? 0 : 1),
    fault(at, rows, [id = '']) {
      const account = rows.account(id)
      if (!account) return undefined
      const { keys, password, guestIds } = account
      const byKey = keys.map(key => () => at.hash('k', hashOf(key)).get('p'))
      const byGuest = guestIds.map(guest => () => rows.accountOfGuest(guest)?.id)
      together([...(password === undefined ? [] : byKey), ...byGuest, () => rows.removed([id])])
      if (password !== undefined && byKey.some(read => read() !== id)) return 'accounts are not found by their names'
      if (byGuest.some(read => read() !== id)) return 'accounts are not found by what they were as guests'
      return rows.removed([id]).size > 0 ? 'removed accounts are still there' : undefined
    },
  },
  {
    kind: 'r',
    counts: 'rooms',
    size: (at, [room = '']) => (at.hash('r', room).get('j') === undefined ? 0 : 1),
    fault(_, rows, [room = '']) {
      const record = rows.room(room)
      const pair = record?.pair
      return pair && rows.direct(...pair)?.room !== room ? 'direct rooms are not found by their pairs' : undefined
    },
  },
  {
    kind: 'u',
    counts: 'memberships',
    size: (at, [user = '']) => at.hash('u', user).size(),
    fault(at, rows, [user = '']) {
      const own = rows.roomsOf(user, undefined, ALL)
      const listed = own.map(
        ({ room, role, since }) =>
          () =>
            at.sorted('mn', room).score(`${user} ${role} ${since}`),
      )
      together([...listed, () => rows.removed([user])])
      if (listed.some(read => read() === undefined)) return 'members are not in the lists of their rooms'
      return own.length > 0 && rows.removed([user]).size > 0 ? 'removed people still have places' : undefined
    },
  },
  { kind: 'iu', counts: 'invitations', size: (at, [user = '']) => at.hash('iu', user).size() },
  { kind: 'b', counts: 'blocks', size: (at, [by = '']) => at.sorted('b', by).count() },
  { kind: 'pos', counts: 'positions', size: (at, [user = '']) => at.hash('pos', user).size() },
  { kind: 's', counts: 'sanctions', size: (at, [user = '']) => at.hash('s', user).size() },
]

/** What is wrong with what is known of people and rooms, in sentences. Nodes may write meanwhile. */
export async function checkDirectory(engine: Engine, prefix: string): Promise<string[]> {
  let found = await checkOnce(engine, prefix)
  for (let tries = 1; tries < TRIES && found.length > 0; tries++) {
    const again = await checkOnce(engine, prefix)
    found = again.filter(fault => found.includes(fault))
  }
  return found
}

async function checkOnce(engine: Engine, prefix: string): Promise<string[]> {
  const faults: string[] = []
  for (const look of LOOKS) faults.push(...(await lookAt(engine, prefix, look)))
  const [removed, counted] = await ask(engine, DIRECTORY_TAG, cells => {
    const at = new DirectoryCells(cells, prefix)
    return [at.sorted('gone').count(), at.counted('removed')] as const
  })
  if (removed !== counted) faults.push(`There are ${removed} removed ids, and ${counted} were counted.`)
  return faults
}

async function lookAt(engine: Engine, prefix: string, { kind, counts, size, fault }: Look): Promise<string[]> {
  const faults = new Map<string, number>()
  const counted = () => ask(engine, DIRECTORY_TAG, cells => new DirectoryCells(cells, prefix).counted(counts))
  const before = await counted()
  let sum = 0
  for await (const names of namesOf(engine, prefix, kind))
    for (let at = 0; at < names.length; at += KEYS) {
      const some = names.slice(at, at + KEYS)
      const found = await ask(engine, DIRECTORY_TAG, cells => {
        const look = (of: readonly string[]) => lookOnce(cells, prefix, of, { size, fault })
        together(some.map(of => () => look(of)))
        return some.map(look)
      })
      for (const { rows, what } of found) {
        sum += rows
        if (what !== undefined) faults.set(what, (faults.get(what) ?? 0) + 1)
      }
    }
  const after = await counted()
  const words = [...faults].map(([what, count]) => `${count} ${what}.`)
  return before === after && sum !== before
    ? [...words, `There are ${sum} ${counts}, and ${before} were counted.`]
    : words
}

function lookOnce(cells: Cells, prefix: string, of: readonly string[], { size, fault }: Pick<Look, 'size' | 'fault'>) {
  const at = new DirectoryCells(cells, prefix)
  return { rows: size(at, of), what: fault?.(at, new RedisDirectoryRows(cells, prefix), of) }
}
