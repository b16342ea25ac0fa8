import { z } from 'zod'
import { DEFAULT_LOGIN_RATE } from '../app/http/http-deps.ts'
import { DEFAULT_HUB_RATES } from '../app/hub-deps.ts'
import type { SharedRates } from '../app/shared-rate.ts'
import { type AddressBlock, addressBlock } from '../core/ip-address.ts'
import { canonicalRule } from '../core/origin.ts'
import { publicUrl } from '../core/public-url.ts'
import { parseRedisUrl } from '../core/redis-url.ts'
import type { Rate } from '../core/token-bucket.ts'
import { AUTH_OPTIONS } from './auth-options.ts'
import { bytes, DAY_MS, listOf, OPTION_INFO, whole } from './option-kinds.ts'
import { RATE_EXPECTS, RATES_EXPECTS, rate, sharedRates } from './rate.ts'
import { ROOM_OPTIONS } from './room-options.ts'

const publicUrlOption = z.string().transform((text, context) => {
  const url = publicUrl(text)
  if (url !== undefined) return url
  context.addIssue({ code: 'custom', message: text })
  return z.NEVER
})

const redisUrl = z.string().refine(text => {
  try {
    return parseRedisUrl(text) !== undefined
  } catch {
    return false
  }
})

const rateOf = (standard: Rate, env: string, help: string) =>
  rate.default(standard).register(OPTION_INFO, { env, value: 'RATE', help, expects: RATE_EXPECTS })

const ratesOf = (standard: SharedRates, env: string, help: string) =>
  sharedRates.default(standard).register(OPTION_INFO, { env, value: 'RATES', help, expects: RATES_EXPECTS })

/** Every option of the server, with its default. Times are in ms. */
export const CONFIG = z.object({
  port: whole(0, 65_535).default(5001).register(OPTION_INFO, {
    env: 'PORT',
    value: 'N',
    help: 'port to listen on; 0 takes a free one',
    expects: 'a port from 0 to 65535',
  }),
  host: z.string().min(1).max(255).default('127.0.0.1').register(OPTION_INFO, {
    env: 'CHAT_HOST',
    value: 'HOST',
    help: 'address to listen on; 0.0.0.0 for all of this machine',
    expects: 'an address of this machine',
  }),
  publicUrl: publicUrlOption.optional().register(OPTION_INFO, {
    env: 'CHAT_PUBLIC_URL',
    value: 'URL',
    help: "the server's own address as browsers see it",
    expects: 'an address like https://chat.example.com or https://example.com/chat',
  }),
  origins: listOf(canonicalRule).default([]).register(OPTION_INFO, {
    env: 'CHAT_ORIGINS',
    value: 'A,B',
    help: 'other origins that may chat, also https://*.example.com; * for all',
    expects: 'origins like https://example.com or https://*.example.com, separated by commas, or *',
  }),
  ...AUTH_OPTIONS,
  ...ROOM_OPTIONS,
  data: z.string().min(1).default('data').register(OPTION_INFO, {
    env: 'CHAT_DATA',
    value: 'DIR',
    help: 'folder of the database; made if it is missing',
    expects: 'a folder',
  }),
  transport: z.enum(['auto', 'uws', 'ws']).default('auto').register(OPTION_INFO, {
    env: 'CHAT_TRANSPORT',
    value: 'NAME',
    help: 'uws, ws, or auto: uws where it loads',
    expects: 'auto, uws or ws',
  }),
  store: z.enum(['sqlite', 'memory']).default('sqlite').register(OPTION_INFO, {
    env: 'CHAT_STORE',
    value: 'NAME',
    help: 'where messages are kept: sqlite, or memory until it stops',
    expects: 'sqlite or memory',
  }),
  durability: z.enum(['fsync', 'process']).default('fsync').register(OPTION_INFO, {
    env: 'CHAT_DURABILITY',
    value: 'NAME',
    help: 'what outlives what: fsync a loss of power, process a crash',
    expects: 'fsync or process',
  }),
  retentionMs: whole(60_000, 100 * 365 * DAY_MS)
    .optional()
    .register(OPTION_INFO, {
      env: 'CHAT_RETENTION_MS',
      value: 'MS',
      help: 'how long messages are kept; without it for ever',
      expects: 'a whole number of milliseconds, from a minute to a hundred years',
    }),
  retentionMessages: whole(1, 1_000_000_000).optional().register(OPTION_INFO, {
    env: 'CHAT_RETENTION_MESSAGES',
    value: 'N',
    help: 'messages kept in each room; without it all, with --redis 100000',
    expects: 'a whole number from 1 to 1000000000',
  }),
  maxData: bytes(1_000_000).optional().register(OPTION_INFO, {
    env: 'CHAT_MAX_DATA',
    value: 'BYTES',
    help: 'what the data folder may take, like 10G; without it all',
    expects: 'a number of bytes like 500M or 10G, at least 1M',
  }),
  minFree: bytes(0).optional().register(OPTION_INFO, {
    env: 'CHAT_MIN_FREE',
    value: 'BYTES',
    help: 'what messages leave free on the disk (64M, or a 20th of it)',
    expects: 'a number of bytes like 500M or 10G, or 0',
  }),
  redis: redisUrl.optional().register(OPTION_INFO, {
    env: 'CHAT_REDIS',
    value: 'URL',
    help: 'many nodes on one Redis, instead of a database of their own',
    expects:
      'an address like redis://localhost:6379, redis+sentinel://a:26379,b:26379/name or redis+cluster://a:6379,b:6379',
    secret: true,
  }),
  redisPrefix: z
    .string()
    .regex(/^[A-Za-z0-9._:-]{0,64}$/)
    .default('chat:')
    .register(OPTION_INFO, {
      env: 'CHAT_REDIS_PREFIX',
      value: 'TEXT',
      help: 'what all keys in Redis begin with',
      expects: 'up to 64 characters of A-Za-z0-9._:-',
    }),
  node: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/)
    .optional()
    .register(OPTION_INFO, {
      env: 'CHAT_NODE',
      value: 'NAME',
      help: 'what this node is called; without it as its machine',
      expects: '1 to 64 characters of A-Za-z0-9._-',
    }),
  trustedProxies: listOf((text): AddressBlock | undefined => addressBlock(text))
    .default([])
    .register(OPTION_INFO, {
      env: 'CHAT_TRUSTED_PROXIES',
      value: 'A,B',
      help: 'proxies whose X-Forwarded-For counts: addresses or blocks',
      expects: 'addresses or blocks like 10.0.0.0/8, separated by commas',
    }),
  metricsToken: z.string().min(16).max(256).regex(/^\S+$/).optional().register(OPTION_INFO, {
    env: 'CHAT_METRICS_TOKEN',
    value: 'TOKEN',
    help: 'opens /metrics to other machines, as a bearer token',
    expects: '16 to 256 characters without spaces',
    secret: true,
  }),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').register(OPTION_INFO, {
    env: 'CHAT_LOG_LEVEL',
    value: 'LEVEL',
    help: 'debug, info, warn, error or silent',
    expects: 'debug, info, warn, error or silent',
  }),
  heartbeatMs: whole(1_000, 300_000).default(25_000).register(OPTION_INFO, {
    env: 'CHAT_HEARTBEAT_MS',
    value: 'MS',
    help: 'how often clients hear from the server',
    expects: 'a whole number of milliseconds from 1000 to 300000',
  }),
  flushMs: whole(0, 1_000).default(50).register(OPTION_INFO, {
    env: 'CHAT_FLUSH_MS',
    value: 'MS',
    help: 'the longest time that messages of a busy room are gathered',
    expects: 'a whole number of milliseconds from 0 to 1000',
  }),
  sessionIdleMs: whole(60_000, 365 * DAY_MS)
    .default(7 * DAY_MS)
    .register(OPTION_INFO, {
      env: 'CHAT_SESSION_IDLE_MS',
      value: 'MS',
      help: 'how long an unused login lasts',
      expects: 'a whole number of milliseconds, from a minute to a year',
    }),
  sessionMaxMs: whole(60_000, 365 * DAY_MS)
    .default(30 * DAY_MS)
    .register(OPTION_INFO, {
      env: 'CHAT_SESSION_MAX_MS',
      value: 'MS',
      help: 'how long any login lasts',
      expects: 'a whole number of milliseconds, from a minute to a year',
    }),
  maxSessions: whole(1, 10_000_000).default(100_000).register(OPTION_INFO, {
    env: 'CHAT_MAX_SESSIONS',
    value: 'N',
    help: 'logins kept at once',
    expects: 'a whole number from 1 to 10000000',
  }),
  maxConnections: whole(1, 10_000_000).default(100_000).register(OPTION_INFO, {
    env: 'CHAT_MAX_CONNECTIONS',
    value: 'N',
    help: 'sockets open at once',
    expects: 'a whole number from 1 to 10000000',
  }),
  loginRate: rateOf(DEFAULT_LOGIN_RATE, 'CHAT_LOGIN_RATE', 'logins of one address'),
  connectRate: rateOf(DEFAULT_HUB_RATES.opens, 'CHAT_CONNECT_RATE', 'new sockets of one address'),
  requestRate: rateOf(DEFAULT_HUB_RATES.requests, 'CHAT_REQUEST_RATE', 'requests of one socket'),
  sendRate: rateOf(DEFAULT_HUB_RATES.sends, 'CHAT_SEND_RATE', 'messages of one user'),
  sendBytesRate: ratesOf(DEFAULT_HUB_RATES.writes, 'CHAT_SEND_BYTES_RATE', 'bytes of messages of a user, an address'),
  readRate: ratesOf(DEFAULT_HUB_RATES.shared, 'CHAT_READ_RATE', 'joins and reads of a user, an address'),
  readBytesRate: ratesOf(DEFAULT_HUB_RATES.reads, 'CHAT_READ_BYTES_RATE', 'bytes that a user, an address reads'),
  noLimits: z.union([z.boolean(), z.stringbool()]).default(false).register(OPTION_INFO, {
    env: 'CHAT_NO_LIMITS',
    help: 'no rates and no caps per address and user, for load tests',
    expects: 'true or false',
  }),
})

export type Config = z.output<typeof CONFIG>
export type OptionName = keyof Config
