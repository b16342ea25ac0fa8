import type { Clock } from '../../../lib/clock.ts'

const TIMEOUT_MS = 15_000

/**
 * Asks the page's site for a token: by POST, with its own cookies alone, and never out of a cache. It answers `{token}`;
 * `null`, 401 and 403 say that nobody is signed in. Rejects with whatever else goes wrong.
 */
export async function fetchToken(url: string, clock: Clock): Promise<string | null> {
  const abort = new AbortController()
  const cancel = clock.after(TIMEOUT_MS, () => abort.abort())
  try {
    const response = await fetch(url, {
      method: 'POST',
      credentials: 'same-origin',
      cache: 'no-store',
      // no form of another site can send it
      headers: { 'x-requested-with': 'chat-widget' },
      signal: abort.signal,
    })
    if (response.status === 401 || response.status === 403) return null
    if (!response.ok) throw new TypeError(`${url} answered ${response.status}.`)
    const { token } = ((await response.json()) ?? { token: null }) as { token?: unknown }
    if (token === null || (typeof token === 'string' && token !== '')) return token
    throw new TypeError(`${url} answered without a token.`)
  } finally {
    cancel()
  }
}
