import { createServer } from 'node:http'
import { SignJWT } from 'jose'
import { strictPolicy } from './foreign-site.ts'
import { listen } from './listen.ts'

/** Somebody who is signed in on the site. `id`: the site's own. */
export interface SiteUser {
  id: string
  name: string
}

/** A site with people of its own, whose pages have the chat under the strictest policy that lets it work and ask the site. */
export interface SigningSite {
  origin: string
  /** Where its pages load the widget from. */
  chat: string
  /** What its pages broke of their policy. */
  reports: string[]
  close(): Promise<void>
}

export const SITE_SECRET = 'what the site and its chat share, long enough'
/** What the chat's server is told of the site, beside the secret. */
export const siteArgs = (origin: string) => ['--jwt-issuer', origin, '--jwt-audience', 'chat', '--origins', origin]

/** Who this browser is signed in as, by the site's own cookie. */
function userOf(cookie = ''): SiteUser | undefined {
  const value = /(?:^|; )who=([^;]*)/.exec(cookie)?.[1]
  return value ? (JSON.parse(decodeURIComponent(value)) as SiteUser) : undefined
}

function tokenFor(user: SiteUser, issuer: string): Promise<string> {
  return new SignJWT({ name: user.name })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer)
    .setAudience('chat')
    .setSubject(user.id)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(SITE_SECRET))
}

/** `/` is its page; `/sign-in?id=&name=` and `/sign-out` lead back to it. */
export async function openSigningSite(): Promise<SigningSite> {
  const reports: string[] = []
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', site.origin)
    const user = userOf(request.headers.cookie)
    switch (pathname) {
      case '/chat-token': {
        response.setHeader('Cache-Control', 'no-store')
        // a form of another site cannot send this header
        if (request.method !== 'POST' || !request.headers['x-requested-with']) return response.writeHead(400).end()
        response.setHeader('Content-Type', 'application/json')
        return response.end(JSON.stringify(user ? { token: await tokenFor(user, site.origin) } : null))
      }
      case '/sign-in':
      case '/sign-out': {
        const who = encodeURIComponent(JSON.stringify(Object.fromEntries(searchParams)))
        const cookie = pathname === '/sign-in' ? `who=${who}` : 'who=; Max-Age=0'
        response.setHeader('Set-Cookie', `${cookie}; Path=/; HttpOnly; SameSite=Lax`)
        return response.writeHead(303, { Location: '/' }).end()
      }
      case '/__csp': {
        let body = ''
        for await (const chunk of request) body += chunk
        if (!body.includes('/favicon.ico')) reports.push(body)
        return response.writeHead(204).end()
      }
      case '/site.css':
        response.setHeader('Content-Type', 'text/css')
        return response.end('body { margin: 0 } chat-widget { height: 560px }')
      default: {
        const policy = strictPolicy(site.chat).replace('connect-src', "connect-src 'self'")
        response.setHeader('Content-Type', 'text/html; charset=utf-8')
        response.setHeader('Content-Security-Policy', `${policy}; report-uri /__csp`)
        return response.end(`<!doctype html>
<html lang="en"><head><title>A site with people</title><link rel="stylesheet" href="/site.css">
<script src="${site.chat}/chat-widget.js" async></script></head>
<body><main><h1>Hello ${user ? 'again' : 'stranger'}</h1>
<chat-widget room="lobby" token-url="/chat-token"></chat-widget></main></body></html>`)
      }
    }
  })
  const origin = (await listen(server, '127.0.0.1')).replace('127.0.0.1', 'localhost')
  const site: SigningSite = {
    origin,
    chat: '',
    reports,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
  return site
}
