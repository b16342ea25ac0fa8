import type { Dice } from './dice.ts'

const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  'then',
  'toJSON',
  '',
  '0',
]
const FIELDS = ['type', 'ref', 'room', 'rooms', 'cid', 'text', 'token', 'seq', 'epoch', 'before', 'after', 'limit']
const NUMBERS = ['0', '-0', '-1', '1', '2', '0.5', '1e21', '1e308', '1e999', '-1e999', '5e-324', '9007199254740993']
const STRINGS = [
  '""',
  '" "',
  '"\\ud800"',
  '"\\udfff\\ud800"',
  '"\\u0000"',
  '"\\u202e\\u2066abc"',
  '"\\ufeff"',
  '"a\\u0300\\u0301\\u0302\\u0303\\u0304\\u0305"',
  '"\u200b\u200d"',
  '"\u{1f468}\u200d\u{1f469}\u200d\u{1f467}"',
  '"\uff21\uff22"',
  '"\\u0130\\u0131\u1e9e"',
  '"<img src=x onerror=alert(1)>"',
  '"\'; DROP TABLE users; --"',
  '"{{process.exit()}}"',
  '"%00%0d%0aSet-Cookie: a=b"',
  '"\\r\\nX: y"',
]

/** JSON text as an attacker writes it; not every bit of it can be said with a JavaScript value. */
export function anyJson(dice: Dice, depth = 3): string {
  const make = dice.weighted<() => string>([
    [4, () => dice.pick(NUMBERS)],
    [5, () => anyString(dice)],
    [3, () => dice.pick(['true', 'false', 'null'])],
    [depth > 0 ? 2 : 0, () => `[${dice.list(dice.int(4), () => anyJson(dice, depth - 1)).join(',')}]`],
    [depth > 0 ? 3 : 0, () => `{${dice.list(dice.int(4), () => anyField(dice, depth - 1)).join(',')}}`],
    [0.3, () => '9'.repeat(1 + dice.int(400))],
    [0.15, () => nested(dice.pick(['[', '{"a":']), 1 + dice.int(3_000))],
  ])
  return make()
}

export function anyString(dice: Dice): string {
  const make = dice.weighted<() => string>([
    [5, () => dice.pick(STRINGS)],
    [2, () => JSON.stringify(dice.pick([...KEYS, ...FIELDS]))],
    [2, () => JSON.stringify(dice.bytes(dice.int(60)).toString('utf16le'))],
    [1, () => JSON.stringify(dice.bytes(dice.int(90)).toString('latin1'))],
    [0.3, () => `"${dice.pick(['a', ' ', '\\u0001', '\\ud83d', '\u{1f600}', 'e\u0301']).repeat(1 + dice.int(5_000))}"`],
  ])
  return make()
}

export function anyField(dice: Dice, depth = 2): string {
  return `${JSON.stringify(dice.pick(dice.chance(0.5) ? KEYS : FIELDS))}:${anyJson(dice, depth)}`
}

function nested(open: string, depth: number): string {
  return `${open.repeat(depth)}1${(open === '[' ? ']' : '}').repeat(depth)}`
}
