import { expect, test } from 'vitest'
import { CONFIG } from '../../../server/config/schema.ts'
import { localUrl, startNotes } from '../../../server/start-notes.ts'

const ready = { port: 5001, transport: 'uws', fallback: undefined, assets: 9 } as const
const notes = (options: object, listening: object = {}) => startNotes(CONFIG.parse(options), { ...ready, ...listening })

test.each([
  ['127.0.0.1', 'http://localhost:5001'],
  ['0.0.0.0', 'http://localhost:5001'],
  ['::', 'http://localhost:5001'],
  ['192.168.1.7', 'http://192.168.1.7:5001'],
  ['2001:db8::7', 'http://[2001:db8::7]:5001'],
  ['chat.local', 'http://chat.local:5001'],
])('[OP5] listening on %s is reached at %s', (host, url) => {
  expect(localUrl(host, 5001)).toBe(url)
})

test('[OP6] an ordinary start needs no words', () => {
  expect(notes({})).toEqual([])
  expect(notes({ publicUrl: 'https://chat.example', trustedProxies: '127.0.0.1', host: '0.0.0.0' })).toEqual([])
})

test.each([
  [{ origins: '*' }, {}, '--origins'],
  [{ noLimits: true }, {}, '--no-limits'],
  [{ store: 'memory' }, {}, '--store memory'],
  [{ publicUrl: 'https://chat.example' }, {}, '--trusted-proxies'],
  [{ host: '0.0.0.0' }, {}, '--public-url'],
  [{}, { assets: 0 }, 'npm run build'],
  [{}, { fallback: 'uWebSockets.js is not installed. The transport ws serves.' }, 'uWebSockets.js is not installed'],
])('[OP6] %j %j is said with %s', (options, listening, words) => {
  expect(notes(options, listening)).toEqual([expect.stringContaining(words)])
})

test('[RE203] with --redis it is said of which options nothing comes, where it is to be seen that they were given', () => {
  const redis = 'redis://localhost:6379'
  expect(notes({ redis })).toEqual([])
  expect(
    notes({ redis, retentionMessages: 5, maxData: '10G', minFree: '1M', durability: 'process', data: 'here' }),
  ).toEqual(['With --redis nothing comes of --max-data, --min-free, --durability, --data: there is no data folder.'])
  expect(notes({ maxData: '10G', data: 'here' })).toEqual([])
})
