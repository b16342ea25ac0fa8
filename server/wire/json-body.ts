import { isObject } from './requests.ts'

// not made on import, which must have no effects
let utf8: InstanceType<typeof TextDecoder> | undefined

/** The fields of a body that is a JSON object, as strings; undefined: it is none, or one that it has is no string. */
export function decodeStrings<Name extends string>(
  body: Uint8Array,
  names: readonly Name[],
): { [K in Name]?: string } | undefined {
  utf8 ??= new TextDecoder('utf-8', { fatal: true })
  try {
    const value = JSON.parse(utf8.decode(body)) as unknown
    if (!isObject(value)) return undefined
    const fields: { [K in Name]?: string } = {}
    for (const name of names) {
      const field = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
      if (typeof field === 'string') fields[name] = field
      else if (field !== undefined) return undefined
    }
    return fields
  } catch {
    return undefined
  }
}
