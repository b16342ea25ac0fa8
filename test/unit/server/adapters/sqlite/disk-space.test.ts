import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { type DiskBounds, DiskSpace, diskUse } from '../../../../../server/adapters/sqlite/disk-space.ts'
import { temporaryFolder } from '../../../../support/temporary-folder.ts'

const M = 1_000_000
/** What any commit takes. */
const COMMIT = 64_000

function room(bounds: Partial<DiskBounds>, use = { used: 0, free: 10_000 * M, size: 20_000 * M }) {
  return { use, room: new DiskSpace({ most: undefined, leastFree: undefined, ...bounds }, () => use) }
}

test('[ST121] a folder is full at its bound, and with what is about to be written; not again before a part is free', () => {
  const { use, room: disk } = room({ most: 100 * M })
  use.used = 98.9 * M
  expect([disk.full(), disk.full(M / 2), disk.full(M)]).toEqual([false, false, true])
  expect(disk.full()).toBe(true)
  use.used = 95 * M - COMMIT + 1
  expect(disk.full()).toBe(true)
  use.used = 95 * M - COMMIT
  expect(disk.full()).toBe(false)
})

test.each([
  ['64 MB', undefined, 20_000 * M, 64 * M],
  ['a twentieth of a small disk', undefined, 100 * M, 5 * M],
  ['what is set', 1_000 * M, 20_000 * M, 1_000 * M],
])('[ST121] %s stay free', (_what, leastFree, size, least) => {
  const { use, room: disk } = room({ leastFree }, { used: 0, free: least + COMMIT, size })
  expect(disk.full()).toBe(false)
  use.free = least + COMMIT - 1
  expect(disk.full()).toBe(true)
  use.free = least * 1.04 + COMMIT
  expect(disk.full()).toBe(true)
  use.free = least * 1.05 + COMMIT
  expect(disk.full()).toBe(false)
})

test('[ST121] with a floor of 0 the disk may be filled, and what cannot be told is not full', () => {
  const { room: disk } = room({ leastFree: 0 }, { used: 5, free: 0, size: M })
  expect(disk.full(1)).toBe(false)
  expect(new DiskSpace({ most: 1, leastFree: 1 }, () => undefined).full(9)).toBe(false)
})

test('[ST121] the use of a folder is that of its files', () => {
  const folder = temporaryFolder('use')
  try {
    writeFileSync(path.join(folder.path, 'a'), Buffer.alloc(1_000))
    writeFileSync(path.join(folder.path, 'b'), Buffer.alloc(234))
    mkdirSync(path.join(folder.path, 'c'))
    const use = diskUse(folder.path)
    expect(use?.used).toBe(1_234)
    expect(use?.size).toBeGreaterThan(use?.free ?? 0)
    expect(diskUse(folder.path, () => 66)).toMatchObject({ used: 1_300 })
    expect(diskUse(path.join(folder.path, 'nothing'))).toBeUndefined()
  } finally {
    folder.remove()
  }
})
