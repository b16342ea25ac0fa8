import { isObject } from './requests.ts'

// not made on import, which must have no effects
let utf8: InstanceType<typeof TextDecoder> | undefined

/** The username that a login's body carries, as it was written; undefined when the body is no such JSON. */
export function decodeLoginBody(body: Uint8Array): string | undefined {
  utf8 ??= new TextDecoder('utf-8', { fatal: true })
  try {
    const value = JSON.parse(utf8.decode(body)) as unknown
    const username = isObject(value) && 'username' in value ? value.username : undefined
    return typeof username === 'string' ? username : undefined
  } catch {
    return undefined
  }
}
