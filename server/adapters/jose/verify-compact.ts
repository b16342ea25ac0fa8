import { type CompactVerifyGetKey, type CryptoKey, compactVerify } from 'jose'
import type { SignatureResult } from '../../ports/token-signatures.ts'

type Key = CryptoKey | Uint8Array

const INVALID: SignatureResult = { ok: false, reason: 'invalid' }
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** What a token says, if it is signed with the key. Whatever `keyOf` throws is thrown. */
export async function verifyCompact(
  token: string,
  keyOf: (...of: Parameters<CompactVerifyGetKey>) => Key | Promise<Key>,
  algorithms: readonly string[],
): Promise<SignatureResult> {
  let noKey: { error: unknown } | undefined
  const resolve: CompactVerifyGetKey = async (header, jws) => {
    try {
      return await keyOf(header, jws)
    } catch (error) {
      noKey = { error }
      throw error
    }
  }
  try {
    const { payload, protectedHeader } = await compactVerify(token, resolve, { algorithms: [...algorithms] })
    const claims: unknown = JSON.parse(utf8.decode(payload))
    return isRecord(claims) ? { ok: true, header: { ...protectedHeader }, payload: claims } : INVALID
  } catch {
    if (noKey) throw noKey.error
    return INVALID
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
