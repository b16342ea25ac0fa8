import { createServer } from 'node:http'
import { listen } from './listen.ts'

/** A site of another origin than the chat server's, with pages as somebody else made them. */
export interface HostSite {
  origin: string
  /** Bodies by path, or whole pages where they begin with a doctype; `CHAT` in them is the chat server's address. */
  pages: Record<string, string>
  close(): Promise<void>
}

/** `chat` gives the address when a page is asked for. */
export async function openHostSite(pages: Record<string, string>, chat: () => string): Promise<HostSite> {
  const server = createServer((request, response) => {
    const page = pages[new URL(request.url ?? '', 'http://x').pathname]
    response.setHeader('Content-Type', request.url?.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8')
    if (page === undefined) response.writeHead(404)
    const whole = page?.startsWith('<!doctype') || request.url?.endsWith('.js') ? page : `<!doctype html><body>${page}`
    response.end(whole?.replaceAll('CHAT', chat()))
  })
  const origin = (await listen(server)).replace('127.0.0.1', 'localhost')
  return {
    origin,
    pages,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
