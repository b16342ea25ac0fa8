import { expect, test } from 'vitest'
import { addressBlock, addressKey, isLoopback } from '../../../../server/core/ip-address.ts'

test.each([
  ['1.2.3.4', '1.2.3.4'],
  ['::ffff:1.2.3.4', '1.2.3.4'],
  ['::ffff:102:304', '1.2.3.4'],
  ['0000:0000:0000:0000:0000:ffff:7f00:0001', '127.0.0.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['64:ff9b::1.2.3.4', '64:ff9b:0:0::/64'],
])('[HT9] %s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key)
})

test.each([
  '',
  'localhost',
  '1.2.3',
  '1.2.3.256',
  '1.2.3.4.5',
  ':::',
  '1::2::3',
  'fe80::1%eth0',
  '[::1]',
  '::1]/[',
  '12345::',
])('[HT9] %j is no address', text => {
  expect(addressKey(text)).toBeUndefined()
  expect(addressBlock(text)).toBeUndefined()
})

test.each([
  ['10.0.0.0/8', '10.255.1.1', true],
  ['10.0.0.0/8', '11.0.0.1', false],
  ['192.168.4.0/22', '192.168.7.255', true],
  ['192.168.4.0/22', '192.168.8.0', false],
  ['10.1.2.3', '10.1.2.3', true],
  ['10.1.2.3', '10.1.2.4', false],
  ['0.0.0.0/0', '203.0.113.9', true],
  ['0.0.0.0/0', '2001:db8::1', false],
  ['fd00::/8', 'fd12:3456::1', true],
  ['fd00::/8', 'fe80::1', false],
  ['::/0', '2001:db8::1', true],
  ['10.0.0.0/8', '::ffff:10.2.3.4', true],
  ['10.0.0.0/8', 'nonsense', false],
])('[HT9] whether %s holds %s: %s', (block, address, holds) => {
  expect(addressBlock(block)?.(address)).toBe(holds)
})

test.each(['10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/-1', 'x/8'])(
  '[HT9] %s is no block',
  text => {
    expect(addressBlock(text)).toBeUndefined()
  },
)

test('[HT9] loopback addresses are known in each of their forms', () => {
  for (const address of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1']) expect(isLoopback(address)).toBe(true)
  for (const address of ['128.0.0.1', '::2', '10.0.0.1', '']) expect(isLoopback(address)).toBe(false)
})
