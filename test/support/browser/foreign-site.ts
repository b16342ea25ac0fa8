import { createServer } from 'node:http'
import { listen } from './listen.ts'

/** A site of another origin than the chat server's, under the strictest policy that lets the chat work. */
export interface ForeignSite {
  /** The page's own origin; its site differs from that of 127.0.0.1 too. */
  origin: string
  /** Where its pages load the widget from. */
  chat: string
  /** Attributes of the element, by path: `/bubble` has `mode="bubble"`. */
  reports: string[]
  close(): Promise<void>
}

/** The policy of a page that embeds the chat of `chat` and nothing else. */
export function strictPolicy(chat: string): string {
  return [
    "default-src 'none'",
    `script-src ${chat}`,
    "style-src 'self'",
    `connect-src ${chat} ${chat.replace(/^http/, 'ws')}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

export async function openForeignSite(): Promise<ForeignSite> {
  const reports: string[] = []
  const server = createServer((request, response) => {
    if (request.url === '/__csp') {
      let body = ''
      request.on('data', chunk => {
        body += chunk
      })
      request.on('end', () => {
        if (!body.includes('/favicon.ico')) reports.push(body)
        response.writeHead(204).end()
      })
      return
    }
    if (request.url === '/site.css') {
      response.setHeader('Content-Type', 'text/css')
      response.end(
        'body { margin: 0; font-family: serif } p { padding: 16px } chat-widget:not([mode=bubble]) { height: 480px }',
      )
      return
    }
    const mode = /^\/(page|inline|bubble)/.exec(request.url ?? '')?.[1] ?? 'inline'
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.setHeader('Content-Security-Policy', `${strictPolicy(site.chat)}; report-uri /__csp`)
    response.end(`<!doctype html>
<html lang="en"><head><title>A site of somebody else</title><link rel="stylesheet" href="/site.css">
<script src="${site.chat}/chat-widget.js" async></script></head>
<body><main><h1>My site</h1><p>Words of mine.</p>
<chat-widget room="lobby" mode="${mode}"></chat-widget></main></body></html>`)
  })
  const origin = (await listen(server, '127.0.0.1')).replace('127.0.0.1', 'localhost')
  const site: ForeignSite = {
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
