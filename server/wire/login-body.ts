import { z } from 'zod'

const LOGIN_BODY = z.object({ username: z.string() })

/** The username that a login's body carries, as it was written; undefined when the body is no such JSON. */
export function decodeLoginBody(body: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    return LOGIN_BODY.safeParse(JSON.parse(text)).data?.username
  } catch {
    return undefined
  }
}
