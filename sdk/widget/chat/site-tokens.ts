import type { Clock } from '../../lib/clock.ts'
import { loadFile } from '../parts/load-file.ts'
import type { ChatSettings, TokenProvider } from './chat-host.ts'

/** Where the tokens of the page's site come from; undefined: people log in here. The code that asks it is loaded meanwhile. */
export function siteTokens(site: ChatSettings['site'], server: string, clock: Clock): TokenProvider | undefined {
  if (typeof site === 'function') return site
  if (!site) return undefined
  const load = () => loadFile(() => import('../features/site-token/fetch-token.ts'), server)
  load().catch(() => {})
  return async () => (await load()).fetchToken(site, clock)
}
