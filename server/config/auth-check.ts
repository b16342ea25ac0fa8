import type { Config, OptionName } from './schema.ts'

const KEYS = ['jwtSecret', 'jwtSecretFile', 'jwtJwks'] as const

/** What is missing for tokens of a site, or too much, in a sentence; undefined: nothing. */
export function whyNoAuth(config: Config, calledAs: (name: OptionName) => string): string | undefined {
  if (!config.auth.includes('jwt')) return undefined
  const auth = `${calledAs('auth')} has jwt, which needs`
  const [one, other] = KEYS.filter(name => config[name] !== undefined)
  if (one === undefined) return `${auth} the keys of the site: CHAT_JWT_SECRET, --jwt-secret-file or --jwt-jwks.`
  if (other !== undefined)
    return `${calledAs(one)} and ${calledAs(other)} are two ways to check the tokens of one site. Give one of them.`
  if (config.jwtIssuer === undefined) return `${auth} --jwt-issuer, the iss of the site's tokens.`
  if (config.jwtAudience === undefined && config.publicUrl === undefined)
    return `${auth} --jwt-audience or --public-url, the aud of tokens for this chat.`
  return undefined
}
