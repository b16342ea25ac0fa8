import type { Role } from '../../sdk/protocol/policy.ts'
import type { OriginPolicy } from './origin.ts'
import { readGrants, type SiteGrants } from './site-grants.ts'
import { siteName } from './site-name.ts'
import { sitePicture } from './site-picture.ts'

/** What the tokens of a site must be, and what they may give. */
export interface SiteProfile {
  issuer: string
  /** Who the tokens are for: this server. */
  audience: string
  /** No token makes anybody more than this. */
  mostRole: Role
  /** Origins of pictures that are shown. */
  pictures: OriginPolicy
}

/** Who somebody is, as their site says. Times are ms since the Unix epoch. */
export interface SiteClaims extends SiteGrants {
  /** Together with `subject` it is one account for ever. */
  issuer: string
  /** 1 to 255 bytes. */
  subject: string
  /** As names are here; two may have one. */
  name: string
  /** Of an origin that may be shown. */
  picture?: string | undefined
  issuedAt: number
  expiresAt: number
}

type Fields = Readonly<Record<string, unknown>>
/** `words` name the claim and never its value. */
export type ReadClaims =
  | { ok: true; claims: SiteClaims }
  | { ok: false; code: 'unauthorized' | 'token_expired'; words: string }

const TYPES = ['jwt', 'chat+jwt']
const SKEW_MS = 5_000
const LONGEST_MS = 24 * 3_600_000
const SUBJECT_BYTES = 255
const CONTROL = /\p{Cc}/u
const bytes = new TextEncoder()

/** The claims of a token whose signature is the site's. `now`: ms since the Unix epoch. */
export function readSiteClaims(header: Fields, payload: Fields, profile: SiteProfile, now: number): ReadClaims {
  const { typ } = header
  const { iss, aud, sub, name, iat, exp, nbf, chat, picture } = payload
  if (typ !== undefined && !isType(typ)) return refuse('its typ is another one')
  if (iss !== profile.issuer) return refuse('its iss is not the site of this chat')
  if (!isFor(aud, profile.audience)) return refuse('its aud is not this chat')
  if (!isSubject(sub)) return refuse(`its sub is not a text of 1 to ${SUBJECT_BYTES} bytes`)
  if (typeof name !== 'string') return refuse('its name is not a text')
  const [issuedAt, expiresAt, notBefore] = [timeIn(iat), timeIn(exp), timeIn(nbf)]
  if (issuedAt === undefined) return refuse('its iat is not a time')
  if (expiresAt === undefined) return refuse('its exp is not a time')
  if (notBefore === undefined && nbf !== undefined) return refuse('its nbf is not a time')
  if (expiresAt - issuedAt > LONGEST_MS) return refuse('its exp is more than 24 hours after its iat')
  if (expiresAt <= issuedAt) return refuse('its exp is not after its iat')
  if (issuedAt > now + SKEW_MS) return refuse('its iat is in the future')
  if ((notBefore ?? issuedAt) > now + SKEW_MS) return refuse('its nbf is in the future')
  const grants = readGrants(chat, profile.mostRole)
  if (!grants.ok) return refuse(grants.words)
  if (now >= expiresAt + SKEW_MS) return { ok: false, code: 'token_expired', words: 'it has run out' }
  const shown = sitePicture(picture, profile.pictures)
  const who = { issuer: profile.issuer, subject: sub, name: siteName(name, sub) }
  const claims = { ...who, role: grants.role, grants: grants.grants, issuedAt, expiresAt }
  return { ok: true, claims: shown === undefined ? claims : { ...claims, picture: shown } }
}

function refuse(words: string): ReadClaims {
  return { ok: false, code: 'unauthorized', words }
}

/** Media types have no case, and may be written in full. */
function isType(typ: unknown): boolean {
  return typeof typ === 'string' && TYPES.includes(typ.toLowerCase().replace(/^application\//, ''))
}

function isFor(aud: unknown, audience: string): boolean {
  if (!Array.isArray(aud)) return aud === audience
  return aud.every(each => typeof each === 'string') && aud.includes(audience)
}

/** Half of a surrogate pair would be another person's in bytes. */
function isSubject(sub: unknown): sub is string {
  if (typeof sub !== 'string' || sub === '' || sub.length > SUBJECT_BYTES) return false
  return sub.isWellFormed() && !CONTROL.test(sub) && bytes.encode(sub).length <= SUBJECT_BYTES
}

/** Of seconds since the Unix epoch. */
function timeIn(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value < 1e12 ? Math.floor(value * 1_000) : undefined
}
