import { expect, test } from 'vitest'
import { packageFaults } from './packages.ts'
import { read, typescriptIn } from './project-files.ts'

test('[PK4] each package is imported only where it belongs', () => {
  expect(packageFaults(typescriptIn('sdk', 'server'))).toEqual([])
})

test.each([
  ['sdk/client/room.ts', 'zod'],
  ['sdk/client/room.ts', 'node:fs'],
  ['sdk/client/room.ts', 'fs'],
  ['sdk/widget/views/log.ts', '@vanilla-extract/css'],
  ['server/app/hub.ts', 'ws'],
  ['server/log/memory-log.ts', 'uWebSockets.js'],
  ['server/core/rooms.ts', 'node:crypto'],
  ['server/main.ts', 'zod/mini'],
  ['server/main.ts', '@chat-widget/sdk'],
  ['server/main.ts', '/etc/passwd'],
])('[PK4] %s may not import %s', (file, specifier) => {
  const text = `import * as it from '${specifier}'`
  expect(packageFaults(new Map([[file, text]]))).toEqual([`${file}:1: imports ${specifier}`])
})

test('[PK5] the sdk depends on no package', () => {
  const manifest = JSON.parse(read('sdk/package.json'))
  for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies', 'bundledDependencies'])
    expect(manifest[kind], kind).toBeUndefined()
})
