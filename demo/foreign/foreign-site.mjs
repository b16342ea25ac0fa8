import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'

const file = name => readFileSync(path.join(import.meta.dirname, name), 'utf8')

/** The strictest policy under which the element works on a page of another origin than the chat's. */
export function strictPolicy(chat) {
  return [
    "default-src 'none'",
    `script-src ${chat}`,
    "style-src 'self'",
    `connect-src ${chat} ${chat.replace(/^http/, 'ws')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}

/**
 * Serves a page of an origin of its own, which embeds the chat.
 * @param {{ chat: string, port?: number, host?: string }} options `chat`: the origin of the chat server
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function startForeignSite({ chat, port = 5002, host = 'localhost' }) {
  const policy = strictPolicy(chat)
  const page = file('index.html').replaceAll('%SERVER%', chat).replaceAll('%POLICY%', policy.replaceAll('; ', '\n'))
  const files = new Map([
    ['/', { type: 'text/html; charset=utf-8', text: page }],
    ['/site.css', { type: 'text/css; charset=utf-8', text: file('site.css') }],
  ])
  const server = createServer((request, response) => {
    const found = files.get(request.url ?? '')
    response.writeHead(found ? 200 : 404, {
      'Content-Type': found?.type ?? 'text/plain; charset=utf-8',
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
    })
    response.end(found?.text ?? 'Not found.')
  })
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  return {
    url: `http://${host}:${server.address().port}`,
    close: () =>
      new Promise(resolve => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  }
}
