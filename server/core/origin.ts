/** Which origins a server serves. Origins are canonical, as `canonicalOrigin` gives them. */
export interface OriginPolicy {
  /** The origin of the public URL; without one, the request's Host is asked. */
  own: string | undefined
  listed: ReadonlySet<string>
  /** The hosts below these were listed. */
  below: readonly OriginsBelow[]
  /** `*` was listed. */
  any: boolean
}

/** `https://*.example.com`: the origins of one scheme and port whose host ends with `.example.com`. */
interface OriginsBelow {
  /** With the slashes, like `https://`. */
  scheme: string
  /** With the dot, and with the port where that is not the scheme's own, like `.example.com:8443`. */
  end: string
}

/** `own`: a page of this server; its cookie counts. `none`: no browser page asks. */
export type OriginVerdict = 'own' | 'allowed' | 'refused' | 'none'

const HOST = /^[A-Za-z0-9.:[\]-]{1,255}$/
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/
const BELOW = /^([a-z][a-z0-9+.-]*:\/\/)\*\.([^*]+)$/i
const LABELS = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/

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
  if (policy.any || policy.listed.has(origin) || policy.below.some(below => isBelow(origin, below))) return 'allowed'
  return 'refused'
}

/** The policy of a list of `canonicalRule`s. */
export function originPolicy(own: string | undefined, rules: readonly string[]): OriginPolicy {
  const below = rules.flatMap(rule => {
    const [scheme, end] = rule.split('*')
    return rule === '*' || scheme === undefined || end === undefined ? [] : [{ scheme, end }]
  })
  return { own, listed: new Set(rules.filter(rule => !rule.includes('*'))), below, any: rules.includes('*') }
}

/** One label or more in place of the star, as in a Content-Security-Policy; never none. */
function isBelow(origin: string, { scheme, end }: OriginsBelow): boolean {
  if (!origin.startsWith(scheme) || !origin.endsWith(end)) return false
  return LABELS.test(origin.slice(scheme.length, -end.length))
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

/**
 * What an operator may list: an origin, `*` for all, or `https://*.example.com` for every host below one. Undefined when
 * the text is none of these, or names everything below a top-level domain.
 */
export function canonicalRule(text: string): string | undefined {
  if (text === '*') return text
  const [, scheme, domain] = BELOW.exec(text) ?? []
  if (scheme === undefined || domain === undefined) return canonicalOrigin(text)
  const origin = canonicalOrigin(scheme + domain)
  const { hostname } = (origin && parse(origin)) || { hostname: '' }
  const isDomain =
    hostname.includes('.') && !hostname.endsWith('.') && !hostname.startsWith('[') && !IPV4.test(hostname)
  if (origin === undefined || !(isDomain || hostname === 'localhost')) return undefined
  return origin.replace('://', '://*.')
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
