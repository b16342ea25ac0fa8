import { EngineFull, EngineUnavailable } from './engine.ts'
import type { RedisModule } from './redis-module.ts'

/** It will not mend itself: whoever starts a server is told, instead of waited for. */
export class EngineRefused extends EngineUnavailable {
  override name = 'EngineRefused'
}

/** What the server said, by its first word. */
export class EngineAnswered extends EngineUnavailable {
  override name = 'EngineAnswered'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** It is not, or not now, a server that does what is asked; others of these words are faults of the server's caller. */
const AWAY = new Set(
  'READONLY LOADING MASTERDOWN CLUSTERDOWN MOVED ASK TRYAGAIN BUSY MISCONF NOREPLICAS NOPERM'.split(' '),
)
/** After these another server may be the one to ask, or this one has to be asked anew. */
const FALLS = new Set(['READONLY', 'LOADING', 'MASTERDOWN', 'CLUSTERDOWN'])

export function endsConnection(error: unknown): boolean {
  return error instanceof EngineRefused || (error instanceof EngineAnswered && FALLS.has(error.code))
}

export function isNoScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOSCRIPT')
}

/** An error of a client in words; `at`: which server. Nothing that was sent is repeated. */
export function whatBefell(error: unknown, at: string, { ErrorReply }: RedisModule): Error {
  if (error instanceof EngineUnavailable) return error
  const { message = '', code = '' } = error as { message?: string; code?: string }
  if (!(error instanceof ErrorReply)) return new EngineUnavailable(whyNoWay(code, at))
  const [word = ''] = message.split(' ', 1)
  const text = message.replace(/,? with args beginning with:.*$/s, '').slice(0, 200)
  if (word === 'OOM') return new EngineFull(`The memory of Redis at ${at} is full.`)
  if (word === 'WRONGPASS' || /AUTH <password>|Client sent AUTH/.test(message))
    return new EngineRefused(`Redis at ${at} does not take the user and password of the URL.`)
  if (word === 'NOAUTH') return new EngineRefused(`Redis at ${at} wants a password.`)
  if (AWAY.has(word)) return new EngineAnswered(word, `Redis at ${at} answers ${text}`)
  if (/DB index is out of range/.test(message)) return new EngineRefused(`Redis at ${at} has no such database.`)
  if (/cluster support disabled/.test(message))
    return new EngineRefused(`Redis at ${at} is no cluster: the URL begins with redis://.`)
  // of keys that are just moved in a cluster
  if (/non local key in a cluster/.test(message))
    return new EngineAnswered('TRYAGAIN', `Redis at ${at} answers ${text}`)
  return new Error(text)
}

function whyNoWay(code: string, at: string): string {
  if (code === 'ECONNREFUSED' || code === 'ENOENT') return `Nothing listens at ${at}, where Redis should be.`
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `There is no host of the name in ${at}, where Redis should be.`
  if (/^(?:ERR_TLS|ERR_SSL|CERT|DEPTH|SELF|UNABLE|EPROTO)/.test(code))
    return `The TLS of Redis at ${at} is not as it should be: ${code}.`
  return `The connection to Redis at ${at} has ended${code ? `: ${code}` : ''}.`
}
