import type { IncomingMessage } from 'node:http'
import { plainAddress } from '../transport/address-text.ts'
import { HeaderLines } from '../transport/header-lines.ts'
import { NO_BODY, type ReadRequest } from '../transport/read-request.ts'

/** Copies Node's request into the port's, with an empty body. */
export function nodeRequest(message: IncomingMessage): ReadRequest {
  const url = message.url ?? '/'
  const raw = message.rawHeaders
  const lines = new HeaderLines(url.length)
  for (let i = 0; i + 1 < raw.length; i += 2) lines.add((raw[i] as string).toLowerCase(), raw[i + 1] as string)
  const joined = lines.joined()
  if (!joined.ok) return joined
  // a request that is written for a proxy names the scheme and host too
  const local = url.replace(/^https?:\/\/[^/?]*/i, '') || '/'
  const mark = local.indexOf('?')
  return {
    ok: true,
    request: {
      method: message.method ?? 'GET',
      path: mark < 0 ? local : local.slice(0, mark) || '/',
      query: mark < 0 ? '' : local.slice(mark + 1),
      headers: joined.headers,
      address: plainAddress(message.socket.remoteAddress),
      body: NO_BODY,
    },
  }
}
