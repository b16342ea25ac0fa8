import { refusal } from '../../core/refusal.ts'
import type { HttpRequest, HttpResponse } from '../../ports/transport.ts'
import { decodeStrings } from '../../wire/json-body.ts'
import { refuse } from './respond.ts'

const JSON_TYPE = /^application\/json\s*(?:;|$)/i

/** The fields of a request's JSON body, all of them strings; or the refusal. `like`: how it has to look. */
export function readBody<Name extends string>(
  { headers, body }: HttpRequest,
  names: readonly Name[],
  like: string,
): { ok: true; fields: { [K in Name]?: string } } | { ok: false; response: HttpResponse } {
  if (!JSON_TYPE.test(headers.get('content-type') ?? '')) {
    const message = `Send ${like} with Content-Type: application/json.`
    return { ok: false, response: refuse(415, refusal('unsupported_media_type', message)) }
  }
  if (body === undefined) return { ok: false, response: refuse(413, refusal('too_large', 'The body is too large.')) }
  const fields = decodeStrings(body, names)
  if (fields === undefined) return { ok: false, response: refuse(400, refusal('bad_request', `Send ${like}.`)) }
  return { ok: true, fields }
}
