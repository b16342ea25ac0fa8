import { addressText } from './address-text.ts'
import { joinHeaders } from './join-headers.ts'
import type { ReadRequest } from './read-request.ts'
import type { UwsRequest, UwsResponse } from './uws-module.ts'

/** Copies a request out of the engine, which takes it back when the handler returns. The body is empty as yet. */
export function uwsRequest(res: UwsResponse, req: UwsRequest): ReadRequest {
  const path = req.getUrl()
  // undefined where there is no question mark
  const query = req.getQuery() ?? ''
  const lines: [string, string][] = []
  req.forEach((name, value) => {
    lines.push([name, value])
  })
  const joined = joinHeaders(lines, path.length + query.length)
  if (!joined.ok) return joined
  const address = addressText(new Uint8Array(res.getRemoteAddress()))
  const method = req.getMethod().toUpperCase()
  return { ok: true, request: { method, path, query, headers: joined.headers, address, body: new Uint8Array() } }
}
