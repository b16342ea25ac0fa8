import { addressText } from '../transport/address-text.ts'
import { HeaderLines } from '../transport/header-lines.ts'
import { NO_BODY, type ReadRequest } from '../transport/read-request.ts'
import type { UwsRequest, UwsResponse } from './module.ts'

/** Copies a request out of the engine, which takes it back when the handler returns. The body is empty as yet. */
export function uwsRequest(res: UwsResponse, req: UwsRequest, method: string): ReadRequest {
  const path = req.getUrl()
  // undefined where there is no question mark
  const query = req.getQuery() ?? ''
  const lines = new HeaderLines(path.length + query.length)
  // the engine has put the names into lower case
  req.forEach((name, value) => {
    lines.add(name, value)
  })
  const joined = lines.joined()
  if (!joined.ok) return joined
  const address = addressText(new Uint8Array(res.getRemoteAddress()))
  return { ok: true, request: { method, path, query, headers: joined.headers, address, body: NO_BODY } }
}
