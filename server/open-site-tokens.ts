import { readSiteToken, type SiteTokenResult } from './app/identity/site-tokens.ts'
import type { Config } from './config/schema.ts'
import { readSecretFile } from './config/site-secret.ts'
import { originPolicy } from './core/origin.ts'
import type { SiteProfile } from './core/site-claims.ts'
import type { Clock } from './ports/clock.ts'
import type { TokenSignatures } from './ports/token-signatures.ts'

/** Tells who a token of the site stands for. */
export type ReadSiteToken = (token: string) => Promise<SiteTokenResult>

/** As the options say; undefined where no tokens of a site count. Rejects with a sentence when the secret cannot be had. */
export async function openSiteTokens(config: Config, clock: Clock): Promise<ReadSiteToken | undefined> {
  const { auth, jwtIssuer, jwtAudience = config.publicUrl?.href, jwtGrants, pictures } = config
  if (!auth.includes('jwt') || jwtIssuer === undefined || jwtAudience === undefined) return undefined
  const profile: SiteProfile = {
    issuer: jwtIssuer,
    audience: jwtAudience,
    mostRole: jwtGrants,
    pictures: originPolicy(undefined, pictures),
  }
  const signatures = await signaturesOf(config, clock)
  return signatures && (token => readSiteToken(token, signatures, profile, () => clock.now()))
}

/** Only servers with tokens of a site load what checks them. */
async function signaturesOf(config: Config, clock: Clock): Promise<TokenSignatures | undefined> {
  const { jwtSecret, jwtSecretFile, jwtJwks } = config
  if (jwtJwks !== undefined) {
    const { PublishedKeys } = await import('./adapters/jose/published-keys.ts')
    const { publishedSignatures } = await import('./adapters/jose/published-signatures.ts')
    return publishedSignatures(new PublishedKeys(jwtJwks, clock))
  }
  const secret = jwtSecretFile === undefined ? jwtSecret : secretIn(jwtSecretFile)
  if (secret === undefined) return undefined
  const { secretSignatures } = await import('./adapters/jose/secret-signatures.ts')
  return secretSignatures(typeof secret === 'string' ? new TextEncoder().encode(secret) : secret)
}

function secretIn(file: string): Uint8Array {
  const read = readSecretFile(file)
  if (!read.ok) throw new Error(read.message)
  return read.secret
}
