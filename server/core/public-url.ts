/** A server's own address as browsers see it. */
export interface PublicUrl {
  /** Without a slash at the end. */
  href: string
  /** `scheme://host[:port]`, as browsers send it. */
  origin: string
  /** Like `/chat`; '' at the root of the host. */
  path: string
}

/** A path that is the same in an address, in a request and in a cookie. */
const PATH = /^(\/[A-Za-z0-9._~-]+)*$/

/** Undefined when the text is no http(s) address, or has more than a host and a simple path. */
export function publicUrl(text: string): PublicUrl | undefined {
  if (!/^https?:\/\/[^/?#@*\\][^?#@*\\]*$/i.test(text) || !URL.canParse(text)) return undefined
  const { origin, pathname } = new URL(text)
  const path = pathname.replace(/\/$/, '')
  return PATH.test(path) ? { href: origin + path, origin, path } : undefined
}
