import { createHttpHandler } from '../../server/app/http/http-handler.ts'
import { Hub } from '../../server/app/hub.ts'
import { DEFAULT_HUB_RATES, type HubDeps, UNLIMITED_HUB_CAPS } from '../../server/app/hub-deps.ts'
import { originPolicy } from '../../server/core/origin.ts'
import type { TransportHandler } from '../../server/ports/transport.ts'

type Given = 'limits' | 'rates' | 'caps' | 'heartbeatMs' | 'flushMs'
type HttpDeps = Parameters<typeof createHttpHandler>[0]

/** The hub of a server of the simulation, with bounds that are met. */
export function simulatedHub(parts: Omit<HubDeps, Given> & Pick<HubDeps, 'limits'>): Hub {
  return new Hub({
    ...parts,
    rates: { ...DEFAULT_HUB_RATES, sends: { burst: 8, perSecond: 4 } },
    caps: UNLIMITED_HUB_CAPS,
    heartbeatMs: 5_000,
    flushMs: 50,
  })
}

/** What it answers to. */
export function simulatedHttp(
  parts: Pick<HttpDeps, 'sessions' | 'logins' | 'people' | 'status' | 'open' | 'clock' | 'logger'>,
): TransportHandler {
  return createHttpHandler({
    ...parts,
    assets: new Map(),
    origins: originPolicy(undefined, []),
    basePath: '',
    trustedProxies: [],
    loginRate: undefined,
    metrics: { httpAnswered() {}, expose: async () => ({ contentType: '', text: '' }) },
    metricsToken: undefined,
  })
}
