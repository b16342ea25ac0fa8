import type { ClientParts } from './client-parts.ts'
import type { RoomHost } from './room-host.ts'
import { Tokens, type TokensOptions } from './tokens.ts'

export interface SiteTokensOptions extends Pick<TokensOptions, 'failed'> {
  parts: ClientParts
  host: Pick<RoomHost, 'requests'>
  /** The open connection goes on with this token. */
  renewed(token: string): void
}

/** The tokens that a page gives one client; undefined: it gives none. */
export function siteTokens({ parts, host, failed, renewed }: SiteTokensOptions): Tokens | undefined {
  const { getToken } = parts
  if (!getToken) return undefined
  const renew: TokensOptions['renew'] = async token => {
    const reply = await host.requests.promise<'token'>({ type: 'token', token })
    renewed(token)
    return reply
  }
  return new Tokens({ ...parts, getToken, renew, failed })
}
