import { expect, test } from 'vitest'
import { isReserved } from '../../../../server/core/reserved-names.ts'

test.each([
  'admin',
  'Admin',
  'ADMIN',
  'ADMlN',
  'аdmin',
  'Αdmin',
  '[admin]',
  'a.d.m.i.n',
  '@everyone',
  'everyone',
  'Moderator',
  'rnod',
  'System',
  'SYSTEM',
  'server',
  'Support',
  'root',
  'r00t',
  'here',
  'You',
  'null',
  'undefined',
])('[UN5] %s is reserved', name => {
  expect(isReserved(name)).toBe(true)
})

test.each(['Ana', 'Adminah', 'Allan', 'Rooty', 'Systema', '!!!', '👍', 'Mod-2', 'Service dog'])(
  '[UN5] %s is free for all',
  name => {
    expect(isReserved(name)).toBe(false)
  },
)
