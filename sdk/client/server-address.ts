import { ChatError } from '../lib/chat-error.ts'

export interface ServerAddress {
  /** Without a slash at the end. */
  http: string
  ws: string
}

export interface PageAddress {
  href: string
  protocol: string
}

/** The page's address; undefined outside of browsers. */
export function pageAddress(): (PageAddress & { origin: string }) | undefined {
  const { location, origin } = globalThis as { location?: Location; origin?: string }
  // A sandboxed frame has no origin, whatever its address says
  return location && { href: location.href, protocol: location.protocol, origin: origin ?? location.origin }
}

/** Relative addresses are the page's. Throws ChatError `invalid_server` on one that is none. */
export function serverAddress(server: string, page: PageAddress | undefined): ServerAddress {
  let url: URL | undefined
  try {
    // An empty one would be the page itself
    if (typeof server === 'string' && server.trim()) url = new URL(server, page?.href)
  } catch {
    // the sentence below says more
  }
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new ChatError(
      'invalid_server',
      `The chat’s server “${server}” is no http(s) address. The site’s owner has to set another one.`,
    )
  }
  const http = (url.origin + url.pathname).replace(/\/+$/, '')
  return { http, ws: `${http.replace(/^http/, 'ws')}/ws` }
}
