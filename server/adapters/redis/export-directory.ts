import type { Membership, SanctionRecord } from '../../ports/directory.ts'
import type { ImportedEntry } from '../../wire/import-entry.ts'
import type { Cells } from './cells.ts'
import { ALL, DirectoryCells, directoryOf } from './directory-cells.ts'
import { RedisDirectoryRows } from './directory-rows.ts'
import type { Engine } from './engine.ts'
import { together } from './known.ts'
import { DIRECTORY_TAG } from './partitions.ts'
import { scanKeys } from './scan.ts'
import { ask } from './transact.ts'

/** Rows of one step. */
const ROWS = 500

/** What is known of rooms and of people in them, each as a line of an export, those of one kind behind those of another. */
export async function* allEntries(engine: Engine, prefix: string): AsyncGenerator<ImportedEntry> {
  const rowsOf = (cells: Cells) => new RedisDirectoryRows(cells, prefix)
  yield* each(engine, prefix, 'r', (cells, [room = '']) => {
    const record = rowsOf(cells).room(room)
    return record ? [{ type: 'room', ...record }] : []
  })
  for await (const rooms of namesOf(engine, prefix, 'mn'))
    for (const [room = ''] of rooms)
      for await (const page of membersOf(engine, prefix, room))
        for (const membership of page) yield { type: 'membership', ...membership }
  yield* each(engine, prefix, 'iu', (cells, [user = '']) =>
    rowsOf(cells)
      .invitationsOf(user, undefined, ALL)
      .map(invitation => ({ type: 'invitation', ...invitation })),
  )
  yield* each(engine, prefix, 'b', (cells, [by = '']) =>
    rowsOf(cells)
      .blocks(by)
      .map(user => ({ type: 'block', by, user })),
  )
  yield* each(engine, prefix, 'pos', (cells, [user = '']) => {
    const written = new DirectoryCells(cells, prefix).sorted('pw', user).range({ by: 'score', limit: ALL })
    const rows = rowsOf(cells)
    return written.flatMap(({ member }) => {
      const position = rows.position(user, member)
      return position ? [{ type: 'position' as const, ...position }] : []
    })
  })
  // what stands for an address does so in this store alone
  yield* each(engine, prefix, 's', (cells, [user = '']) =>
    user.startsWith('ip:') ? [] : rowsOf(cells).sanctionsOf(user, undefined, ALL).map(sanctionLine),
  )
}

/** Accounts with the hashes of their passwords, and who was removed, each as such a line. */
export async function* allAccounts(engine: Engine, prefix: string): AsyncGenerator<ImportedEntry> {
  const rowsOf = (cells: Cells) => new RedisDirectoryRows(cells, prefix)
  yield* each(engine, prefix, 'a', (cells, [id = '']) => {
    const account = rowsOf(cells).account(id)
    return account ? [{ type: 'account', ...account, keys: [...account.keys], guestIds: [...account.guestIds] }] : []
  })
  for (let after: string | undefined = ''; after !== undefined; ) {
    const behind: string = after
    const ids = await ask(engine, DIRECTORY_TAG, cells => rowsOf(cells).removedIds(behind || undefined, ROWS))
    for (const id of ids) yield { type: 'removed', id }
    after = ids.length < ROWS ? undefined : ids.at(-1)
  }
  for (let after: string | undefined = ''; after !== undefined; ) {
    const behind: string = after
    const page = await ask(engine, DIRECTORY_TAG, cells => rowsOf(cells).erasures(behind || undefined, ROWS))
    for (const { id, ids } of page) yield { type: 'erasure', id, ids: [...ids] }
    after = page.length < ROWS ? undefined : page.at(-1)?.id
  }
  yield* each(engine, prefix, 'su', (cells, [key = '']) => {
    const at = rowsOf(cells).removedBy(key)
    return at > 0 ? [{ type: 'removal', key, at }] : []
  })
}

/** What the keys of one kind are of, a few at a time. */
export async function* namesOf(engine: Engine, prefix: string, kind: string): AsyncGenerator<string[][]> {
  const begin = `${directoryOf(prefix)}:${kind}:`
  for await (const keys of scanKeys(engine, DIRECTORY_TAG, begin))
    yield keys.map(key => wordsIn(key.slice(begin.length)))
}

async function* membersOf(engine: Engine, prefix: string, room: string): AsyncGenerator<readonly Membership[]> {
  for (let after: string | undefined; ; ) {
    const behind: string | undefined = after
    const page = await ask(engine, DIRECTORY_TAG, cells =>
      new RedisDirectoryRows(cells, prefix).members(room, behind, ROWS),
    )
    yield page
    if (page.length < ROWS) return
    after = page.at(-1)?.user
  }
}

async function* each(
  engine: Engine,
  prefix: string,
  kind: string,
  linesOf: (cells: Cells, of: readonly string[]) => ImportedEntry[],
): AsyncGenerator<ImportedEntry> {
  for await (const names of namesOf(engine, prefix, kind))
    for (let at = 0; at < names.length; at += ROWS) {
      const some = names.slice(at, at + ROWS)
      const found: ImportedEntry[][] = await ask(engine, DIRECTORY_TAG, cells => {
        together(some.map(of => () => linesOf(cells, of)))
        return some.map(of => linesOf(cells, of))
      })
      for (const lines of found) yield* lines
    }
}

function sanctionLine({ until, reason, ...sanction }: SanctionRecord): ImportedEntry {
  return {
    type: 'sanction',
    ...sanction,
    ...(until !== undefined && { until }),
    ...(reason !== undefined && { reason }),
  }
}

/** See `DirectoryCells`: what is no plain word is behind a space, as JSON. */
function wordsIn(text: string): string[] {
  const words: string[] = []
  for (let rest = text; rest !== ''; ) {
    const [found, plain, json] = /^(?:([!-~]+)| ("(?:[^"\\]|\\.)*"))(?: |$)/.exec(rest) ?? [rest]
    words.push(json === undefined ? (plain ?? '') : JSON.parse(json))
    rest = rest.slice(found.length)
  }
  return words
}
