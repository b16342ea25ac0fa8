import { isIPv6 } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressText, plainAddress } from '../../../../../server/adapters/transport/address-text.ts'

test.for([
  [[127, 0, 0, 9], '127.0.0.9'],
  [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, 1, 2, 3], '10.1.2.3'],
  [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], '::1'],
  [[0x20, 1, 0xd, 0xb8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1], '2001:db8:0:1::1'],
  [[], ''],
] as const)('[TR10] bytes %j are %s', ([bytes, text]) => {
  expect(addressText(new Uint8Array(bytes))).toBe(text)
})

test('[TR10] an IPv6 address has the form that URL parsers give it', () => {
  const group = fc.constantFrom(0, 0, 0, 1, 0xab, 0xffff)
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), groups => {
      const text = addressText(new Uint8Array(groups.flatMap(value => [value >> 8, value & 255])))
      if (!isIPv6(text)) return
      expect(new URL(`http://[${text}]`).hostname).toBe(`[${text}]`)
    }),
  )
})

test.for([
  ['::ffff:127.0.0.1', '127.0.0.1'],
  ['::FFFF:10.0.0.1', '10.0.0.1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::1', '::1'],
  [undefined, ''],
] as const)('[TR10] %s is %s', ([text, plain]) => {
  expect(plainAddress(text)).toBe(plain)
})
