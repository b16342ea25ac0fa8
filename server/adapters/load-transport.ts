import type { Transport } from '../ports/transport.ts'
import type { TransportSetup } from './transport/setup.ts'
import { loadUws, type UwsModule } from './uws/module.ts'
import { UwsTransport } from './uws/transport.ts'
import { WsTransport } from './ws/transport.ts'

export interface LoadedTransport {
  transport: Transport
  /** Set when `auto` had to take `ws`: why, in one sentence. */
  fallback?: string
}

/** Makes the transport that was asked for. Rejects with a sentence when that is `uws` and it cannot be loaded. */
export async function loadTransport(
  choice: 'auto' | 'uws' | 'ws',
  setup: TransportSetup,
  load: () => Promise<UwsModule> = loadUws,
): Promise<LoadedTransport> {
  if (choice === 'ws') return { transport: new WsTransport(setup) }
  const loaded = await load().catch((error: unknown) => whyNot(error))
  if (typeof loaded !== 'string') return { transport: new UwsTransport(loaded, setup) }
  if (choice === 'auto') return { transport: new WsTransport(setup), fallback: `${loaded} The transport ws serves.` }
  throw new Error(`${loaded} Install a build of uWebSockets.js that fits, or choose the transport ws.`)
}

function whyNot(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const glibc = /GLIBC_([\d.]+)/.exec(text)?.[1]
  if (glibc) return `uWebSockets.js needs glibc ${glibc} or newer, which this system does not have.`
  if (/Cannot find (?:package|module) 'uWebSockets\.js'/.test(text)) return 'uWebSockets.js is not installed.'
  if (/supports only Node\.js versions|NODE_MODULE_VERSION/.test(text)) {
    return `uWebSockets.js has no build for Node ${process.versions.node} on ${process.platform}-${process.arch}.`
  }
  return `uWebSockets.js does not load: ${text.split('\n', 1)[0]}.`
}
