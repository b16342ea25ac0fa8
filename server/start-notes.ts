import type { ListeningServer } from './assemble-chat-server.ts'
import type { Config } from './config-schema.ts'

const HERE = new Set(['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost'])

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
  if (config.store === 'memory' && config.data !== undefined) {
    notes.push(
      'Messages and logins are kept in memory only and are gone when the server stops; --data is not used yet.',
    )
  }
  if (assets === 0) notes.push('There are no pages and bundles to serve. Build them with npm run build.')
  return notes
}
