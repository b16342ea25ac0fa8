import { expect, test } from 'vitest'
import { chooseCoding } from '../../../../../server/app/http/accept-encoding.ts'

test.each([
  [undefined, 'identity'],
  ['', 'identity'],
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['GZIP', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['br;q=0.5, gzip;q=0.8', 'gzip'],
  ['br;q=0.8,gzip;q=0.8', 'br'],
  ['gzip;q=0', 'identity'],
  ['*', 'br'],
  ['*;q=0', 'identity'],
  ['br;q=0, *', 'gzip'],
  ['identity', 'identity'],
  ['identity;q=1, br;q=0.5', 'identity'],
  ['identity;q=0, gzip', 'gzip'],
  ['deflate', 'identity'],
  ['br;q=nonsense', 'identity'],
  ['br;q=9', 'identity'],
  [';;,,;q=1', 'identity'],
  ['br ; q=1', 'br'],
])('[HT3] %j chooses %s', (header, coding) => {
  expect(chooseCoding(header, ['br', 'gzip'])).toBe(coding)
})

test('[HT3] only what is on offer is chosen', () => {
  expect(chooseCoding('br, gzip', [])).toBe('identity')
  expect(chooseCoding('br', ['gzip'])).toBe('identity')
})
