import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { type DiskBounds, DiskSpace, diskUse } from '../../../../../server/adapters/sqlite/disk-space.ts'
import { temporaryFolder } from '../../../../support/temporary-folder.ts'

const M = 1_000_000
/** What any commit takes. */
const COMMIT = 64_000

function room(bounds: Partial<DiskBounds>, use = { used: 0, free: 10_000 * M, size: 20_000 * M }) {
  const seen = { looks: 0 }
  const look = () => {
    seen.looks++
    return use
  }
  return {
    use,
    seen,
    room: new DiskSpace({ most: undefined, leastFree: undefined, ...bounds }, look),
  }
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
  const unknown = new DiskSpace({ most: 1, leastFree: 1 }, () => undefined)
  expect([unknown.full(9), unknown.takes(9, 0)]).toEqual([false, true])
})

test('[ST125] one look serves the commits of a second, but for the last 500 MB of the room that it saw', () => {
  const { use, seen, room: disk } = room({ most: 600 * M })
  for (let n = 0; n < 300; n++) expect(disk.takes(1_000, 5_000)).toBe(true)
  expect(seen.looks).toBe(1)
  expect([disk.takes(0, 5_999), seen.looks]).toEqual([true, 1])
  expect([disk.takes(0, 6_000), seen.looks]).toEqual([true, 2])
  // the clock was set back
  expect([disk.takes(0, 1_000), seen.looks]).toEqual([true, 3])
  expect([disk.takes(51 * M, 1_000), seen.looks]).toEqual([true, 4])
  use.used = 100 * M
  expect([disk.takes(0, 1_000), seen.looks]).toEqual([true, 5])
  use.used = 600 * M
  expect([disk.takes(0, 1_000), seen.looks]).toEqual([false, 6])
  expect([disk.takes(0, 1_000), seen.looks]).toEqual([false, 7])
})

test('[ST125] however fast we write, we do not go beyond the bound, also when others take 500 MB meanwhile', () => {
  const { use, room: disk } = room({ most: 1_000 * M })
  expect(disk.takes(0, 0)).toBe(true)
  use.used = 500 * M - COMMIT
  for (let n = 0; n < 10_000 && disk.takes(200_000, 0); n++) use.used += 2 * 200_000
  expect(use.used).toBeGreaterThan(990 * M)
  expect(use.used).toBeLessThanOrEqual(1_000 * M)
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
