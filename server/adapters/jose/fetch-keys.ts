import { createLocalJWKSet, type JWK } from 'jose'
import type { Clock } from '../../ports/clock.ts'
import { isRecord } from './verify-compact.ts'

export type SiteKeys = ReturnType<typeof createLocalJWKSet>

const MOST_BYTES = 262_144
const MOST_KEYS = 100
const PUBLIC_KINDS = ['OKP', 'EC', 'RSA']

/**
 * The keys that a site publishes, as a JSON Web Key Set. Rejects when it is not answered within `timeoutMs`, with a
 * redirect, with more than 256 kB, or with something else.
 */
export async function fetchKeys(url: string, clock: Clock, timeoutMs: number): Promise<SiteKeys> {
  const timeout = new AbortController()
  const cancel = clock.after(timeoutMs, () => timeout.abort(new Error('The keys took too long.')))
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: timeout.signal,
      headers: { accept: 'application/jwk-set+json, application/json' },
    })
    if (response.status !== 200) throw new Error(`The keys were answered with ${response.status}.`)
    return keysIn(JSON.parse(await textOf(response)))
  } finally {
    cancel()
    // What was not read is not waited for
    timeout.abort()
  }
}

async function textOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.length
    if (bytes > MOST_BYTES) throw new Error('The keys are too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Secrets have no place in what is public: a key of another kind is left out. */
function keysIn(set: unknown): SiteKeys {
  const { keys } = isRecord(set) ? set : {}
  if (!Array.isArray(keys)) throw new Error('These are no keys.')
  return createLocalJWKSet({ keys: keys.filter(isPublicKey).slice(0, MOST_KEYS) as JWK[] })
}

function isPublicKey(key: unknown): boolean {
  const { kty } = isRecord(key) ? key : {}
  return PUBLIC_KINDS.includes(String(kty))
}
