import { createHmac } from 'node:crypto'
import { SignJWT } from 'jose'
import { originPolicy } from '../../server/core/origin.ts'
import type { SiteProfile } from '../../server/core/site-claims.ts'

export const SECRET = new TextEncoder().encode('a secret of the site and the chat, long enough')
/** Whole seconds, so that times of tokens are exact. ms since the Unix epoch. */
export const NOW = 1_900_000_000_000
const NOW_S = NOW / 1_000

export const PROFILE: SiteProfile = {
  issuer: 'https://site.example',
  audience: 'https://chat.example',
  mostRole: 'moderator',
  pictures: originPolicy(undefined, ['https://img.example']),
}

/** The claims of a token that counts, with some of them otherwise; one that is undefined is left out. Times in seconds. */
export function claimsOf(other: Record<string, unknown> = {}): Record<string, unknown> {
  const usual = { iss: PROFILE.issuer, aud: PROFILE.audience, sub: 'u-1', name: 'Ann', iat: NOW_S, exp: NOW_S + 3_600 }
  return JSON.parse(JSON.stringify({ ...usual, ...other })) as Record<string, unknown>
}

export async function signed(
  claims: Record<string, unknown>,
  header: Record<string, unknown> = {},
  key: Parameters<SignJWT['sign']>[0] = SECRET,
): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', ...header }).sign(key)
}

export function base64url(text: string | Uint8Array): string {
  return Buffer.from(text).toString('base64url')
}

/** A token made by hand, signed as HS256 whatever its header says. Header and payload are JSON, or text as it is. */
export function byHand(header: unknown, payload: unknown, secret: string | Uint8Array = SECRET): string {
  const textOf = (part: unknown) => base64url(typeof part === 'string' ? part : JSON.stringify(part))
  const said = `${textOf(header)}.${textOf(payload)}`
  return `${said}.${createHmac('sha256', secret).update(said).digest('base64url')}`
}
