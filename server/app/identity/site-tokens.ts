import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import { refusal } from '../../core/refusal.ts'
import { readSiteClaims, type SiteClaims, type SiteProfile } from '../../core/site-claims.ts'
import type { TokenSignatures } from '../../ports/token-signatures.ts'

/** `unavailable` (retryable): the site's keys cannot be had. The words of a refusal hold nothing of the token. */
export type SiteTokenResult = { ok: true; claims: SiteClaims } | { ok: false; refusal: Refusal }

/** Bytes, before anything is read of it. */
export const SITE_TOKEN_BYTES = 8_192
const PARTS = 3
const BASE64URL = /^[A-Za-z0-9_-]+$/
const RETRY_MS = 5_000

/** Whether it is for `readSiteToken` at all: no token of a login has a dot. */
export function looksLikeSiteToken(token: string): boolean {
  return token.includes('.')
}

/** Who a token of the site stands for. `now`: ms since the Unix epoch. Never rejects. */
export async function readSiteToken(
  token: string,
  signatures: TokenSignatures,
  profile: SiteProfile,
  now: () => number,
): Promise<SiteTokenResult> {
  if (token.length > SITE_TOKEN_BYTES) return refuse(`it has more than ${SITE_TOKEN_BYTES} bytes`)
  if (!isCompact(token)) return refuse('it is not three parts of base64url')
  const signed = await signatures.verify(token)
  if (!signed.ok)
    return signed.reason === 'unavailable' ? UNAVAILABLE : refuse('it is not signed by the site of this chat')
  const read = readSiteClaims(signed.header, signed.payload, profile, now())
  if (read.ok) return read
  return read.code === 'token_expired' ? EXPIRED : refuse(read.words)
}

const EXPIRED = {
  ok: false,
  refusal: refusal('token_expired', 'Your login at this site has run out. Log in there again.'),
} as const
const UNAVAILABLE = {
  ok: false,
  refusal: refusal('unavailable', 'Your login at this site cannot be checked at the moment. Try again soon.', RETRY_MS),
} as const

function refuse(words: string): SiteTokenResult {
  return { ok: false, refusal: refusal('unauthorized', `The token of this site does not count: ${words}.`) }
}

/** Each part written in the one way that base64url has for it, so that one token is one text. */
function isCompact(token: string): boolean {
  const parts = token.split('.', PARTS + 1)
  return parts.length === PARTS && parts.every(isCanonical)
}

function isCanonical(part: string): boolean {
  return BASE64URL.test(part) && Buffer.from(part, 'base64url').toString('base64url') === part
}
