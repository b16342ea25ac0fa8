import { assembleChatServer, type ChatServer, type ChatServerParts } from './assemble-chat-server.ts'
import { checkConfig } from './config/load.ts'
import { OPTION_NAMES } from './config/options.ts'

/** The options of the program by name, times in ms; what is left out has the program's default. */
export interface ChatServerOptions {
  port?: number
  host?: string
  publicUrl?: string
  origins?: readonly string[]
  /** How people log in. */
  auth?: readonly ('guest' | 'password' | 'jwt')[]
  noRegister?: boolean
  jwtSecret?: string
  jwtSecretFile?: string
  jwtJwks?: string
  jwtIssuer?: string
  jwtAudience?: string
  jwtGrants?: 'user' | 'member' | 'moderator' | 'owner' | 'admin'
  pictures?: readonly string[]
  rooms?: 'open' | 'listed'
  createRooms?: 'user' | 'admin' | 'nobody'
  roomsFile?: string
  transport?: 'auto' | 'uws' | 'ws'
  data?: string
  store?: 'sqlite' | 'memory'
  durability?: 'fsync' | 'process'
  retentionMs?: number
  retentionMessages?: number
  /** Bytes, or like `10G`. */
  maxData?: number | string
  minFree?: number | string
  /** Many nodes on one Redis. */
  redis?: string
  redisPrefix?: string
  node?: string
  trustedProxies?: readonly string[]
  metricsToken?: string
  logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  heartbeatMs?: number
  sessionIdleMs?: number
  sessionMaxMs?: number
  maxSessions?: number
  maxConnections?: number
  /** Rates are written like `60:30/min`: 60 at once, then 30 a minute. */
  loginRate?: string
  connectRate?: string
  requestRate?: string
  sendRate?: string
  /** Of a user and of an address: `1M:64k/s,8M:512k/s`. */
  sendBytesRate?: string
  readRate?: string
  readBytesRate?: string
  noLimits?: boolean
}

/** A chat server inside a program. Throws a TypeError with a sentence when an option is wrong. */
export function createChatServer(options: ChatServerOptions = {}, parts: ChatServerParts = {}): ChatServer {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const unknown = given.find(([key]) => !OPTION_NAMES.some(name => name === key))
  if (unknown !== undefined) throw new TypeError(`There is no option ${unknown[0]}.`)
  const givens = OPTION_NAMES.flatMap(name =>
    given.filter(([key]) => key === name).map(([, value]) => [name, value] as const),
  )
  const checked = checkConfig(new Map(givens.map(([name, value]) => [name, { value, calledAs: name }])))
  if (!checked.ok) throw new TypeError(checked.message)
  return assembleChatServer(checked.config, parts)
}
