/** Which origins a server serves. Origins are canonical, as `canonicalOrigin` gives them. */
export interface OriginPolicy {
  /** The origin of the public URL; without one, the request's Host is asked. */
  own: string | undefined
  listed: ReadonlySet<string>
  /** `*` was listed. */
  any: boolean
}

/** `own`: a page of this server; its cookie counts. `none`: no browser page asks. */
export type OriginVerdict = 'own' | 'allowed' | 'refused' | 'none'

const HOST = /^[A-Za-z0-9.:[\]-]{1,255}$/
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/

/**
 * The one decision about the `Origin` and `Host` headers of a request. Browsers send origins in their canonical form,
 * so they are compared as they are.
 */
export function judgeOrigin(
  headers: { origin: string | undefined; host: string | undefined },
  policy: OriginPolicy,
): OriginVerdict {
  const { origin, host } = headers
  if (origin === undefined) return 'none'
  if (origin === (policy.own ?? originOfHost(host))) return 'own'
  if (policy.any || policy.listed.has(origin)) return 'allowed'
  return 'refused'
}

/**
 * A name in Host proves nothing, since anyone's name can be made to lead here (DNS rebinding); `localhost` and IP
 * addresses cannot. What is not behind a public URL speaks plain http.
 */
export function originOfHost(host: string | undefined): string | undefined {
  if (host === undefined || !HOST.test(host)) return undefined
  const url = parse(`http://${host}`)
  if (url === undefined) return undefined
  const { hostname } = url
  return hostname === 'localhost' || hostname.startsWith('[') || IPV4.test(hostname) ? url.origin : undefined
}

/** An origin as browsers send it: `scheme://host[:port]`, or `null`. Undefined when the text is none. */
export function canonicalOrigin(text: string): string | undefined {
  if (text === 'null') return text
  const url = parse(text)
  if (url === undefined || url.username || url.password || url.search || url.hash || /[*?#@]/.test(text))
    return undefined
  if (url.host === '' || (url.pathname !== '' && url.pathname !== '/')) return undefined
  return `${url.protocol}//${url.host}`
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
