import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { claimsOf, signed } from './site-tokens.ts'

/** A site of this machine that publishes keys, as each test wants it to. */
export interface KeySite {
  url: string
  /** Answers from now on. */
  answer: (request: IncomingMessage, response: ServerResponse) => void
  /** Requests that came. */
  readonly asked: IncomingMessage[]
  close(): Promise<void>
}

export async function keySite(): Promise<KeySite> {
  const asked: IncomingMessage[] = []
  const handle: RequestListener = (request, response) => {
    asked.push(request)
    site.answer(request, response)
  }
  const server = createServer(handle)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const site: KeySite = {
    url: `http://127.0.0.1:${port}/keys`,
    answer: (_, response) => response.writeHead(404).end(),
    asked,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return site
}

export const publishing =
  (...keys: unknown[]): KeySite['answer'] =>
  (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }))

/** A pair of keys of a site. */
export interface SiteKey {
  jwk: JWK
  /** A token that is signed with it. */
  token(claims?: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>
}

export async function siteKey(alg: 'EdDSA' | 'ES256' | 'RS256' | 'PS256' | 'ES384', kid?: string): Promise<SiteKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  const name = kid === undefined ? {} : { kid }
  return {
    jwk: { ...(await exportJWK(publicKey)), ...name },
    token: (claims = {}, header = {}) => signed(claimsOf(claims), { alg, ...name, ...header }, privateKey),
  }
}
