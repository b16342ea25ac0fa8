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

  of({ method, headers, address }: HttpRequest): Caller {
    const verdict = judgeOrigin({ origin: headers.get('origin'), host: headers.get('host') }, this.#deps.origins)
    // A page that reads from its own origin sends no Origin; a page of another cannot say this
    const reads = verdict === 'none' && method === 'GET' && headers.get('sec-fetch-site') === 'same-origin'
    const own = verdict === 'own' || reads
    return {
      verdict,
      address: clientAddress(address, headers.get('x-forwarded-for'), this.#deps.trustedProxies),
      cookieToken: own ? this.cookie.read(headers.get('cookie')) : undefined,
    }
  }
}
