import { PublishedKeys } from './adapters/jose/published-keys.ts'
import { publishedSignatures } from './adapters/jose/published-signatures.ts'
import { secretSignatures } from './adapters/jose/secret-signatures.ts'
import { readSiteToken, type SiteTokenResult } from './app/identity/site-tokens.ts'
import type { Config } from './config/schema.ts'
import { readSecretFile } from './config/site-secret.ts'
import { originPolicy } from './core/origin.ts'
import type { SiteProfile } from './core/site-claims.ts'
import type { Clock } from './ports/clock.ts'
import type { TokenSignatures } from './ports/token-signatures.ts'

/** Tells who a token of the site stands for. */
export type ReadSiteToken = (token: string) => Promise<SiteTokenResult>

/** As the options say; undefined where no tokens of a site count. Throws with a sentence when the secret cannot be had. */
export function openSiteTokens(config: Config, clock: Clock): ReadSiteToken | undefined {
  const { auth, jwtIssuer, jwtAudience = config.publicUrl?.href, jwtGrants, pictures } = config
  if (!auth.includes('jwt') || jwtIssuer === undefined || jwtAudience === undefined) return undefined
  const profile: SiteProfile = {
    issuer: jwtIssuer,
    audience: jwtAudience,
    mostRole: jwtGrants,
    pictures: originPolicy(undefined, pictures),
  }
  const signatures = signaturesOf(config, clock)
  return signatures && (token => readSiteToken(token, signatures, profile, () => clock.now()))
}

function signaturesOf({ jwtSecret, jwtSecretFile, jwtJwks }: Config, clock: Clock): TokenSignatures | undefined {
  if (jwtSecret !== undefined) return secretSignatures(new TextEncoder().encode(jwtSecret))
  if (jwtJwks !== undefined) return publishedSignatures(new PublishedKeys(jwtJwks, clock))
  if (jwtSecretFile === undefined) return undefined
  const read = readSecretFile(jwtSecretFile)
  if (!read.ok) throw new Error(read.message)
  return secretSignatures(read.secret)
}
