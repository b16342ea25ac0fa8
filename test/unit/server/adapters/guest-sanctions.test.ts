import { expect, test } from 'vitest'
import { MemoryDirectory } from '../../../../server/adapters/memory/directory.ts'
import { SqliteDirectory } from '../../../../server/adapters/sqlite/directory.ts'
import { loadSqlite } from '../../../../server/adapters/sqlite/module.ts'
import { migrate } from '../../../../server/adapters/sqlite/schema.ts'
import type { DirectoryRows } from '../../../../server/directory/directory-rows.ts'
import { writeDirectory } from '../../../../server/directory/write-directory.ts'
import type { SanctionRecord } from '../../../../server/ports/directory.ts'
import { GUEST_SANCTIONS } from '../../../../server/ports/moderation.ts'
import { sanctionOf } from '../../../support/server-kit/directories.ts'

const { open } = await loadSqlite()

const STORES: [string, () => DirectoryRows][] = [
  ['memory', () => new MemoryDirectory()],
  [
    'sqlite',
    () => {
      const database = open(':memory:')
      migrate(database)
      return new SqliteDirectory(database)
    },
  ],
]

test.each(STORES)(
  '[MD69] in %s so many sanctions of guests and addresses are kept; those that have ended go first',
  (_, make) => {
    const rows = make()
    const lay = (user: string, change: Parameters<typeof sanctionOf>[1] = {}) => {
      const answer = writeDirectory(rows, { type: 'addSanction', sanction: sanctionOf(user, { room: 's', ...change }) })
      return answer === 'full' ? answer : answer.value
    }
    for (let n = 0; n < GUEST_SANCTIONS; n++) rows.putSanction(sanctionOf(`g:${n}`, { until: n < 2 ? 50 : undefined }))
    expect(lay('g:more')).toBe('too_many')
    expect(lay('ip:more', { kind: 'watch' })).toBe('too_many')
    expect(rows.sanctions('s', 'g:more', 0)).toEqual([])
    // in the place of one that is there, and of accounts
    expect(lay('g:7', { room: 'r', reason: 'R' })).toBe('ok')
    expect(lay('a:ann')).toBe('ok')
    expect(lay('g:more', { at: 50 })).toBe('ok')
    expect(rows.countGuestSanctions()).toBe(GUEST_SANCTIONS - 1)
    expect(lay('g:last')).toBe('ok')
    expect(lay('g:none')).toBe('too_many')
  },
)

test.each(STORES)(
  '[MD173] in %s what is laid on somebody and on their address is laid together, or none of it',
  (_, make) => {
    const rows = make()
    const lay = (user: string, beside: SanctionRecord[]) => {
      const answer = writeDirectory(rows, { type: 'addSanction', sanction: sanctionOf(user), beside })
      return answer === 'full' ? answer : answer.value
    }
    for (let n = 1; n < GUEST_SANCTIONS; n++) rows.putSanction(sanctionOf(`g:${n}`, { room: 's', until: undefined }))
    expect(lay('g:new', [sanctionOf('ip:new')])).toBe('too_many')
    expect([...rows.sanctions('r', 'g:new', 0), ...rows.sanctions('r', 'ip:new', 0)]).toEqual([])
    expect(lay('a:ann', [sanctionOf('ip:new')])).toBe('ok')
    expect(rows.sanctions('r', 'ip:new', 0)).toHaveLength(1)
  },
)
