import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { DATABASE } from '../../server/adapters/sqlite/file.ts'
import { loadSqlite } from '../../server/adapters/sqlite/module.ts'
import { seeded } from '../simulation/random.ts'
import { LEAST, type TortureOptions, torture } from '../torture/torture.ts'

/** The long run is `npm run torture`. */
async function tortured(options: Omit<TortureOptions, 'random'>, seed = 1) {
  const report = await torture({ ...options, random: seeded(seed) })
  expect(report.faults).toEqual([])
  expect(report.acknowledged).toBeGreaterThanOrEqual(options.kills * LEAST)
  expect(report.stored).toBe(report.acknowledged)
  expect(report.changes).toBeGreaterThan(options.kills * (LEAST / 10))
  return report
}

describe.concurrent.each(['uws', 'ws'] as const)('crashes under load over %s', transport => {
  test('[ST1] after each SIGKILL every acknowledged message is there once and in order, in one epoch, and everybody comes back by themselves', async () => {
    const { epochs } = await tortured({ transport, durability: 'fsync', kills: 5 })
    expect(epochs).toBe(3)
  })

  test('[ST2] with --durability process a crash loses nothing that was acknowledged, and a new epoch begins above the highest seq', async () => {
    const { epochs } = await tortured({ transport, durability: 'process', kills: 1 })
    expect(epochs).toBe(6)
  })

  test('[ST3] SIGTERM under load keeps everything acknowledged, and the epoch', async () => {
    const { epochs } = await tortured({ transport, durability: 'process', kills: 1, signal: 'SIGTERM' })
    expect(epochs).toBe(3)
  })
})

describe.concurrent('what these tests see', () => {
  test.each([
    ['lost', 'DELETE FROM messages WHERE id % 3 = 0'],
    ['moved', "UPDATE messages SET message_id = 'x' || message_id"],
  ])('[ST1] a message that is %s is found', async (word, sql) => {
    const { open } = await loadSqlite()
    const spoil = (folder: string) => {
      const database = open(path.join(folder, DATABASE))
      database.exec(sql)
      database.close()
    }
    const options = { transport: 'ws', durability: 'fsync', kills: 1, random: seeded(3), spoil } as const
    const { faults } = await torture(options)
    expect(faults.join('\n')).toContain(word)
  })

  test.each([
    // the place that it had may be missed before it is
    [/lost|at place/, 'DELETE FROM changes WHERE id % 3 = 0'],
    [/and is there/, "UPDATE messages SET text = 'again' WHERE text = ''"],
    [/counts/, 'UPDATE messages SET reactions = replace(reactions, \'"count":1\', \'"count":2\')'],
  ])('[ST230] a change of which the folder says something else is found: %s', async (words, sql) => {
    const { open } = await loadSqlite()
    const spoil = (folder: string) => {
      const database = open(path.join(folder, DATABASE))
      database.exec(sql)
      database.close()
    }
    const options = { transport: 'ws', durability: 'fsync', kills: 4, random: seeded(3), spoil } as const
    const { faults } = await torture(options)
    expect(faults.join('\n')).toMatch(words)
  })
})
