import { expect, test } from 'vitest'
import { clientAddress } from '../../../../server/core/client-address.ts'
import { type AddressBlock, addressBlock } from '../../../../server/core/ip-address.ts'

const trusted = ['127.0.0.1', '10.0.0.0/8'].map(text => addressBlock(text) as AddressBlock)

test.each([
  ['without the header', '10.0.0.1', undefined, '10.0.0.1'],
  ['from a stranger who forges it', '203.0.113.9', '1.2.3.4', '203.0.113.9'],
  ['from a proxy', '10.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['from a proxy that appended to a forgery', '10.0.0.1', '1.2.3.4, 203.0.113.9', '203.0.113.9'],
  ['through two proxies', '127.0.0.1', '1.2.3.4, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
  ['within the trusted network', '127.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
  ['with a port', '10.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
  ['with an IPv6 port', '10.0.0.1', '[2001:db8::9]:4711', '2001:db8:0:0::/64'],
  ['with nonsense', '10.0.0.1', '1.2.3.4, nonsense', '10.0.0.1'],
  ['with an empty hop', '10.0.0.1', '1.2.3.4,', '10.0.0.1'],
  ['with a very long list', '10.0.0.1', `${'10.1.1.1,'.repeat(5_000)}203.0.113.9`, '203.0.113.9'],
])('[HT9] %s', (_kind, peer, header, address) => {
  expect(clientAddress(peer, header, trusted)).toBe(address)
})

test('[HT9] nobody is trusted unless configured', () => {
  expect(clientAddress('127.0.0.1', '1.2.3.4', [])).toBe('127.0.0.1')
})
