import { errors } from 'jose'
import type { SignatureResult, TokenSignatures } from '../../ports/token-signatures.ts'
import type { SiteKeys } from './fetch-keys.ts'
import type { PublishedKeys } from './published-keys.ts'
import { verifyCompact } from './verify-compact.ts'

const ALGORITHMS = ['EdDSA', 'ES256', 'RS256']
/** Keys that are tried for a token that names none. */
const MOST_TRIES = 10
const INVALID: SignatureResult = { ok: false, reason: 'invalid' }
const UNAVAILABLE: SignatureResult = { ok: false, reason: 'unavailable' }

/** Tokens that the site signs by EdDSA, ES256 or RS256, with a key that it publishes. */
export function publishedSignatures(published: PublishedKeys): TokenSignatures {
  return {
    async verify(token) {
      const keys = await published.get()
      if (keys === undefined) return UNAVAILABLE
      const result = await verifyWith(token, keys)
      if (result !== 'no such key') return result
      const newer = await published.getNewer()
      const again = newer === undefined || newer === keys ? result : await verifyWith(token, newer)
      if (again !== 'no such key') return again
      // It may be one that cannot be fetched now
      return published.failed ? UNAVAILABLE : INVALID
    },
  }
}

async function verifyWith(token: string, keys: SiteKeys): Promise<SignatureResult | 'no such key'> {
  try {
    return await verifyCompact(token, keys, ALGORITHMS)
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return 'no such key'
    return error instanceof errors.JWKSMultipleMatchingKeys ? tryEach(token, error) : INVALID
  }
}

async function tryEach(token: string, candidates: errors.JWKSMultipleMatchingKeys): Promise<SignatureResult> {
  let tries = 0
  for await (const key of candidates) {
    const result = await verifyCompact(token, () => key, ALGORITHMS)
    if (result.ok) return result
    if (++tries === MOST_TRIES) break
  }
  return INVALID
}
