export type Address = { readonly host: string; readonly port: number } | { readonly path: string }

export interface Login {
  readonly username?: string
  readonly password?: string
}

/** What a URL says of where Redis is. */
export interface RedisTarget {
  /** `addresses` are of one server, of sentinels, or of some servers of a cluster. */
  readonly kind: 'one' | 'sentinel' | 'cluster'
  readonly addresses: readonly Address[]
  readonly login: Login
  readonly sentinelLogin: Login
  readonly database: number
  readonly tls: boolean
  /** As the sentinels call it. */
  readonly master: string
}

const FORMS =
  'redis://user:password@host:6379/0, rediss:// for TLS, unix:///path, redis+sentinel://host:26379,host:26379/name/0 or redis+cluster://host:6379,host:6379'
const PARTS = /^(redis|rediss)(?:\+(sentinel|cluster))?:\/\/(?:([^@]*)@)?([^/?#@]+)(\/[^?#]*)?(\?[^#]*)?$/
const PORTS = { one: 6379, cluster: 6379, sentinel: 26_379 }

/** Throws a sentence that repeats nothing of the URL, since it may hold a password. */
export function parseRedisUrl(url: string): RedisTarget {
  if (url.startsWith('unix:')) return unixTarget(url)
  const [, scheme, way, login, hosts = '', path = '', query = ''] = PARTS.exec(url) ?? []
  if (!scheme) throw new Error(`The URL of Redis is none of the forms ${FORMS}.`)
  const kind = (way ?? 'one') as RedisTarget['kind']
  const addresses = hosts.split(',').map(host => addressOf(host, PORTS[kind]))
  if (kind === 'one' && addresses.length > 1)
    throw new Error('Several servers of Redis in one URL need redis+sentinel:// or redis+cluster://.')
  const words = path.split('/').slice(1).map(decoded)
  const master = kind === 'sentinel' ? (words.shift() ?? '') : ''
  if (kind === 'sentinel' && !master)
    throw new Error('Behind the sentinels in the URL of Redis stands the name of their master: /mymaster.')
  const database = databaseOf(words)
  if (kind === 'cluster' && database > 0) throw new Error('A cluster of Redis has no database but 0.')
  const asked = new URLSearchParams(query)
  const [username, password] = [asked.get('sentinelUsername'), asked.get('sentinelPassword')]
  const sentinelLogin = { ...(username && { username }), ...(password && { password }) }
  return { kind, addresses, login: loginOf(login), sentinelLogin, database, tls: scheme === 'rediss', master }
}

function unixTarget(url: string): RedisTarget {
  const [, login, path, query = ''] = /^unix:\/\/(?:([^@/]*)@)?(\/[^?#]+)(\?[^#]*)?$/.exec(url) ?? []
  if (!path) throw new Error('A URL of a socket of Redis is of the form unix:///path/of/redis.sock.')
  const database = databaseOf([new URLSearchParams(query).get('db') ?? ''])
  const addresses = [{ path: decoded(path) }]
  return { kind: 'one', addresses, login: loginOf(login), sentinelLogin: {}, database, tls: false, master: '' }
}

function addressOf(text: string, usual: number): Address {
  const [, inBrackets, name, port = usual] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? []
  const host = inBrackets ?? name
  if (!host || Number(port) > 65_535) throw new Error('A server in the URL of Redis is not of the form host:port.')
  return { host, port: Number(port) }
}

function loginOf(text: string | undefined): Login {
  if (!text) return {}
  const colon = text.indexOf(':')
  const username = decoded(colon < 0 ? text : text.slice(0, colon))
  const password = colon < 0 ? '' : decoded(text.slice(colon + 1))
  return { ...(username && { username }), ...(password && { password }) }
}

function databaseOf([word = '', ...more]: string[]): number {
  if (more.some(each => each !== '') || !/^\d{0,5}$/.test(word))
    throw new Error('The database in the URL of Redis is a number: /0.')
  return Number(word)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Error('A % in the URL of Redis is written as %25.')
  }
}

/** For people. */
export function shown(address: Address): string {
  if ('path' in address) return address.path
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`
}
