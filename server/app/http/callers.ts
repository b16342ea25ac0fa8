import { clientAddress } from '../../core/client-address.ts'
import { judgeOrigin, type OriginVerdict } from '../../core/origin.ts'
import type { HttpRequest } from '../../ports/transport.ts'
import { SessionCookie } from './cookies.ts'
import type { HttpDeps } from './http-deps.ts'

/** Who asks: the answers to the questions that every route has. */
export interface Caller {
  verdict: OriginVerdict
  /** The key of its address. */
  address: string
  /** The token in the cookie; only pages of the own origin have one. */
  cookieToken: string | undefined
}

/** How to tell who asks, and the cookie that they get. */
export class Callers {
  readonly cookie: SessionCookie
  readonly #deps: Pick<HttpDeps, 'origins' | 'basePath' | 'trustedProxies'>

  constructor(deps: Pick<HttpDeps, 'origins' | 'basePath' | 'trustedProxies'>) {
    this.#deps = deps
    this.cookie = new SessionCookie(deps.origins.own?.startsWith('https:') ?? false, deps.basePath)
  }

  of({ headers, address }: HttpRequest): Caller {
    const verdict = judgeOrigin({ origin: headers.get('origin'), host: headers.get('host') }, this.#deps.origins)
    return {
      verdict,
      address: clientAddress(address, headers.get('x-forwarded-for'), this.#deps.trustedProxies),
      cookieToken: verdict === 'own' ? this.cookie.read(headers.get('cookie')) : undefined,
    }
  }
}
