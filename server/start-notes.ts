import type { ListeningServer } from './assemble-chat-server.ts'
import type { Config } from './config/schema.ts'

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])
const HERE = new Set([...LOOPBACK, '0.0.0.0', '::'])

/** Where a browser on this machine finds the server. */
export function localUrl(host: string, port: number): string {
  if (HERE.has(host)) return `http://localhost:${port}`
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** What an operator should know about this start, a sentence each. */
export function startNotes(config: Config, { fallback, assets }: ListeningServer): string[] {
  const notes: string[] = []
  if (fallback !== undefined) notes.push(fallback)
  if (config.origins.includes('*')) notes.push('Pages of every origin may chat, because --origins has *.')
  if (config.noLimits) notes.push('Rates and caps per address and user are off, because of --no-limits.')
  if (config.store === 'memory') {
    notes.push(
      'Messages and logins are kept in memory only and are gone when the server stops, because of --store memory.',
    )
  }
  const idle = config.redis === undefined ? [] : withoutMeaning(config)
  if (idle.length > 0) notes.push(`With --redis nothing comes of ${idle.join(', ')}: there is no data folder.`)
  if (config.publicUrl?.origin.startsWith('https:') && config.trustedProxies.length === 0) {
    notes.push('All visitors behind one proxy count as one address. Name the proxy with --trusted-proxies.')
  }
  if (!LOOPBACK.has(config.host) && config.publicUrl === undefined) {
    notes.push('Pages opened under a name are refused as foreign. Say the name with --public-url.')
  }
  if (assets === 0) notes.push('There are no pages and bundles to serve. Build them with npm run build.')
  return notes
}

/** Options of a data folder that somebody gave, as far as that is to be seen. */
function withoutMeaning({ maxData, minFree, durability, data }: Config): string[] {
  return [
    ...(maxData === undefined ? [] : ['--max-data']),
    ...(minFree === undefined ? [] : ['--min-free']),
    ...(durability === 'fsync' ? [] : ['--durability']),
    ...(data === 'data' ? [] : ['--data']),
  ]
}
