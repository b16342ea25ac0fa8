import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lookAlikeKeys } from '../../../../server/core/confusables.ts'
import { CONFUSABLES } from '../../../../server/core/confusables-data.ts'

const alike = (a: string, b: string) => {
  const keys = new Set(lookAlikeKeys(a))
  return lookAlikeKeys(b).some(key => keys.has(key))
}

test.each([
  ['Ivan', 'ivan'],
  ['Ivan', 'IVAN'],
  ['Ivan', 'lvan'],
  ['Ivan', '1van'],
  ['paypal', 'рауpаl'],
  ['Anna', 'Аnna'],
  ['Alpha', 'Αlpha'],
  ['BOB', 'ВОВ'],
  ['Tom', 'Тоm'],
  ['Alice', 'Aӏice'],
  ['Alice', 'ᴀʟɪᴄᴇ'],
  ['Alice', '🅰🅻🅸🅲🅴'],
  ['Alice', '🅐🅛🅘🅒🅔'],
  ['modern', 'modem'],
  ['O0O', '0O0'],
  ['straße', 'STRASSE'],
  ['straße', 'STRAẞE'],
  ['ΟΔΟΣ', 'οδος'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['naïve', 'NAÏVE'],
  ['a\u2019b', "a'b"],
  ['x\u2013y', 'x-y'],
  ['\u2764\uFE0F', '\u2764'],
  ['ԁavid', 'david'],
  ['ѕcope', 'scope'],
  ['ꓮꓡꓲꓚꓰ', 'Alice'],
  ['ꓮꓡꓲꓚꓰ', 'ALICE'],
  ['ꓮꓡꓲꓚꓰ', 'alice'],
  ['ꓔꓳꓟ', 'Tom'],
  ['ꓟꓲꓮ', 'Mia'],
  ['ꓑꓮꓴꓡ', 'Paul'],
  ['ᎪᏞᎬᏟ', 'Alec'],
  ['ᎷᎪᏦᎬ', 'Make'],
  ['ΑΝΝΑ', 'Anna'],
  ['ІVАΝ', 'Ivan'],
  ['Al1ce', 'Alice'],
  ['𝐀𝐥𝐢𝐜𝐞'.normalize('NFKC'), 'Alice'],
])('[UN4] %s looks like %s', (a, b) => {
  expect(alike(a, b)).toBe(true)
  expect(alike(b, a)).toBe(true)
})

test.each([
  ['Ana', 'Anna'],
  ['Ana', 'Ena'],
  ['José', 'Jose'],
  ['王', '玉'],
  ['Bob', 'Rob'],
  ['Leila', 'Lella'],
  ['Emil', 'Emma'],
  ['👍', '👎'],
])('[UN4] %s does not look like %s', (a, b) => {
  expect(alike(a, b)).toBe(false)
})

test('[UN4] every name looks like itself and like itself in capitals', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 32 }), raw => {
      const name = raw.normalize('NFKC')
      return alike(name, name) && alike(name, name.toUpperCase()) && alike(name, name.toLowerCase())
    }),
  )
})

test('[UN4] every ASCII character of the table looks like its prototype', () => {
  const read = (code: string) => Number.parseInt(code, 36)
  const sources: string[] = []
  for (const group of CONFUSABLES.split(' ')) {
    const [prototype = '', steps = ''] = group.split(':')
    const to = String.fromCodePoint(...prototype.split('-').map(read))
    let code = 0
    for (const step of steps.split(',')) {
      code += read(step)
      if (code > 127) break
      const from = String.fromCodePoint(code)
      sources.push(from)
      expect(alike(from, to), `${from} and ${to}`).toBe(true)
    }
  }
  expect(sources).toEqual(expect.arrayContaining(['0', '1', 'I', 'm']))
})
