import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isReserved, isReservedInFull } from '../../../../server/core/reserved-names.ts'

test.each([
  'admin',
  'Admin',
  'ADMIN',
  'ADMlN',
  'аdmin',
  'Αdmin',
  '[admin]',
  'a.d.m.i.n',
  'a d m i n',
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
  'ꓮꓓꓟꓲꓠ',
])('[UN5] %s is reserved', name => {
  expect(isReserved(name)).toBe(true)
})

test.each([
  'Admin Team',
  'The Admin',
  'admin1',
  'admin_2',
  '1 admin 1',
  'Mod-2',
  'admín',
  'Ädmin',
  'adm1n',
  'adm|n',
  'AdminTeam',
  'chatadmin',
  'ModBot',
  'Ann (Moderator)',
  'Ann · Staff',
  'Tech Support',
  'Official Ann',
  'Verified Ann',
  '✅ Verified',
  '✅ Ann',
  'Ann ✔️',
  'Ann ☑',
  'You (you)',
  'Alice (you)',
  'Alice [You]',
  'Alice · you',
  'Alice – уоu',
  'Alice - you',
  'System Message',
  'Server 1',
  'Security Team',
  'The System',
  'модератор',
  'Поддержка чата',
  '管理员',
  '官方客服',
  'مدير',
  '@dmin',
  'Adm!n',
  '$upport',
  'St@ff',
  '4dmin',
  '5upport',
  'ᴀᴅᴍɪɴ',
  '🅰🅳🅼🅸🅽',
  '🅐🅓🅜🅘🅝',
  '🇦🇩🇲🇮🇳',
  'Bob (you1)',
  'Bob (you)2',
  'Bob (y o u)',
  'Bob (y.o.u)',
  'Bob (y·o·u)',
  'المدير',
  'المشرف',
  'Техподдержка',
  '管理人',
  'アドミン',
  '運営',
  '公式',
  'サポート',
])('[UN80] %s speaks for the service, or as the widget', name => {
  expect(isReserved(name)).toBe(true)
})

test.each([
  'Ana',
  'Adminah',
  'Badmin',
  'Rootham',
  'Grace Root',
  'Rooty',
  'Verity',
  'Modesta',
  'Modou',
  'Amod',
  'Yousef',
  'Youssou',
  'Mi You',
  'Mi-You',
  'Thank You',
  'I ❤ you',
  'Me & You',
  'Hey, you',
  '🇲🇪',
  '🇩🇪 Max',
  'B@rb',
  'Ann!',
  'Max 45',
  'Supporta',
  'Staffan',
  'Systema',
  'Helper',
  'Robot',
  'Allan',
  'Allison',
  'Owen',
  'Heremaia',
  'Meadow',
  'Service dog',
  'Owner of a dog',
  'The Real Ann',
  'Team Ann',
  'Ann2',
  '2Pac',
  'Ann (she)',
  'Ann (her)',
  "D'Angelo",
  'Jean-Luc',
  'Официант',
  '管仲',
  '!!!',
  '👍',
  '🎉 Ann',
])('[UN80] %s is free for all', name => {
  expect(isReserved(name)).toBe(false)
})

test('[UN80] a name in ASCII is looked at in full only where something in it looks like a reserved word, and nothing is missed', () => {
  const words = 'admin mod staff support Owner HELP you me everyone root the team bot user ann sam 1 0 44 55 7'.split(
    ' ',
  )
  const signs = ['', '', ' ', '.', '-', '_', '@', '!', '$', '(', ')', '[', '|', "'", '4', '5', '0', '1', 'x', 'I', 'rn']
  const changed = (word: string) =>
    fc.constantFrom(
      word,
      word.toUpperCase(),
      `${word[0]?.toUpperCase()}${word.slice(1)}`,
      word.replaceAll('o', '0').replaceAll('l', '1'),
      word.replaceAll('a', '@').replaceAll('s', '$').replaceAll('i', '!'),
      word.replaceAll('m', 'rn'),
      word.replaceAll('i', '|').replaceAll('l', '|'),
      [...word].join('.'),
    )
  const piece = fc.oneof(fc.constantFrom(...words).chain(changed), fc.constantFrom(...signs))
  const name = fc.oneof(
    fc.array(piece, { minLength: 1, maxLength: 5 }).map(pieces => pieces.join('')),
    fc.string(),
  )
  let reserved = 0
  fc.assert(
    fc.property(name, text => {
      expect(isReserved(text), text).toBe(isReservedInFull(text))
      if (isReserved(text)) reserved++
    }),
    { numRuns: 5_000 },
  )
  expect(reserved).toBeGreaterThan(500)
})
