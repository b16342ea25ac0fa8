import { expect, test } from 'vitest'
import type { Connection } from '../../../../server/adapters/redis/connection.ts'
import { loadRedis } from '../../../../server/adapters/redis/redis-module.ts'
import { checkServer } from '../../../../server/adapters/redis/server-info.ts'
import { parseRedisUrl } from '../../../../server/core/redis-url.ts'

const plain = { kind: 'one', login: {}, sentinelLogin: {}, database: 0, tls: false, master: '' }

test('[RE22] a URL names one server, a socket, sentinels or a cluster', () => {
  expect(parseRedisUrl('redis://one')).toEqual({ ...plain, addresses: [{ host: 'one', port: 6379 }] })
  expect(parseRedisUrl('rediss://me:p%40s%3As@[::1]:7000/2')).toEqual({
    ...plain,
    addresses: [{ host: '::1', port: 7000 }],
    login: { username: 'me', password: 'p@s:s' },
    database: 2,
    tls: true,
  })
  expect(parseRedisUrl('unix://:secret@/run/redis.sock?db=1')).toEqual({
    ...plain,
    addresses: [{ path: '/run/redis.sock' }],
    login: { password: 'secret' },
    database: 1,
  })
  expect(parseRedisUrl('redis+sentinel://:p@a,b:1/mymaster/3?sentinelPassword=q')).toEqual({
    ...plain,
    kind: 'sentinel',
    addresses: [
      { host: 'a', port: 26_379 },
      { host: 'b', port: 1 },
    ],
    login: { password: 'p' },
    sentinelLogin: { password: 'q' },
    database: 3,
    master: 'mymaster',
  })
  expect(parseRedisUrl('redis+cluster://a:1,b:2')).toMatchObject({
    kind: 'cluster',
    addresses: [{ port: 1 }, { port: 2 }],
  })
})

test.each([
  'http://s3cret@a',
  'redis://',
  'redis://:s3cret@a:b',
  'redis://:s3cret@a:99999',
  'redis://:s3cret@a,b',
  'redis://:s3cret@a/s3cret',
  'redis://:s3cret%@a',
  'redis+sentinel://:s3cret@a',
  'redis+cluster://:s3cret@a/1',
  'unix://s3cret',
])('[RE22] %s is refused in words that repeat nothing of it', url => {
  expect(() => parseRedisUrl(url)).toThrow(/^(?!.*s3cret).*Redis.*\.$/)
})

test('[RE23] a server older than 7.0 is refused in a sentence', () => {
  const connection = { address: { host: 'a', port: 1 } } as unknown as Connection
  const check = (version: string) =>
    checkServer(new Map(Object.entries({ redis_version: version, role: 'master' })), connection, 'one')
  expect(() => check('6.2.14')).toThrow('Redis at a:1 is version 6.2.14: 7.0 or newer is needed.')
  expect(() => check('7.0.0')).not.toThrow()
  expect(() => check('10.1')).not.toThrow()
})

test('[RE23] a missing package is said in a sentence', async () => {
  const missing = () => Promise.reject(Object.assign(new Error('x'), { code: 'ERR_MODULE_NOT_FOUND' }))
  await expect(loadRedis(missing)).rejects.toThrow(/^Many nodes on Redis need the package @redis\/client, .*\.$/)
})
