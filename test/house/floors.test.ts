import { describe, expect, test } from 'vitest'
import { cycles, floorFaults } from './floors.ts'
import { typescriptIn } from './project-files.ts'

const product = typescriptIn('sdk', 'server')
const planted = (files: Record<string, string>) => new Map(Object.entries(files))

describe('floors', () => {
  test('[PK1] every import goes to the same folder or a lower floor', () => {
    expect(product.size).toBeGreaterThan(20)
    expect(floorFaults(product)).toEqual([])
  })

  test.each([
    ['an import', "import { room } from '../client/room.ts'"],
    ['a type import', "import type { Room } from '../client/room.ts'"],
    ['a re-export', "export * from '../client/room.ts'"],
    ['a dynamic import', "const room = await import('../client/room.ts')"],
    ['an import type', "type R = import('../client/room.ts').Room"],
  ])('[PK1] %s that goes up is found', (_kind, text) => {
    const files = planted({ 'sdk/lib/up.ts': text, 'sdk/client/room.ts': 'export const room = 1' })
    expect(floorFaults(files)).toEqual([expect.stringContaining('sdk/lib/up.ts:1: imports ../client/room.ts')])
  })

  test.each([
    ['server/app/hub.ts', 'server/adapters/uws.ts'],
    ['server/adapters/uws.ts', 'server/app/hub.ts'],
    ['server/core/rooms.ts', 'server/ports/clock.ts'],
    ['server/app/hub.ts', 'sdk/client/room.ts'],
    ['sdk/widget/views/log.ts', 'sdk/client/room.ts'],
    ['sdk/lib/emitter.ts', 'sdk/index.ts'],
  ])('[PK1] %s may not import %s', (from, to) => {
    const up = '../'.repeat(from.split('/').length - 1)
    expect(floorFaults(planted({ [from]: `import '${up}${to}'`, [to]: '' }))).toHaveLength(1)
  })

  test('[PK1] a folder without a floor is found', () => {
    expect(floorFaults(planted({ 'sdk/helpers/misc.ts': '' }))).toHaveLength(1)
  })

  test('[PK2] no imports go in a circle, type imports included', () => {
    expect(cycles(product)).toEqual([])
    const circle = planted({
      'sdk/lib/a.ts': "import type { B } from './b.ts'",
      'sdk/lib/b.ts': "export * from './c.ts'",
      'sdk/lib/c.ts': "import './a.ts'",
    })
    expect(cycles(circle)).toEqual(['sdk/lib/a.ts > sdk/lib/b.ts > sdk/lib/c.ts > sdk/lib/a.ts'])
  })

  test('[PK3] nobody imports an index', () => {
    expect(floorFaults(product).filter(fault => fault.endsWith('an index'))).toEqual([])
    const files = planted({ 'sdk/lib/a.ts': "import '../protocol/index.ts'", 'sdk/protocol/index.ts': '' })
    expect(floorFaults(files)).toEqual([expect.stringContaining('an index')])
  })
})
