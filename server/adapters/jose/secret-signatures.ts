import type { TokenSignatures } from '../../ports/token-signatures.ts'
import { verifyCompact } from './verify-compact.ts'

/** Tokens that the site signs by HS256, with a secret that it shares with the server: 32 bytes at least. */
export function secretSignatures(secret: Uint8Array): TokenSignatures {
  return { verify: token => verifyCompact(token, () => secret, ['HS256']) }
}
