import type { Closed } from './assemble-chat-server.ts'
import type { Log } from './ports/log.ts'

const STOP_WITHIN_MS = 9_000
const MS = 1_000

/**
 * Stops a server in order when the system, a terminal or an operator tells the process to end, and says in the log why, and
 * at the end how long it ran and how many sockets there were. A second signal ends the process at once; a terminal that
 * closes sends SIGHUP twice, so that one does not count.
 */
export function stopOnSignals(server: { close(): Promise<Closed> }, logger: Log, fail: (error: unknown) => void): void {
  let stopping = false
  const end = (signal: string, message: string, status: number, counts: object = {}) => {
    logger.info({ signal, upS: Math.round(process.uptime()), ...counts }, message)
    process.exit(status)
  }
  const stop = (signal: string) => {
    if (stopping && signal === 'SIGHUP') return
    if (stopping) return end(signal, 'ended at once, because of a second signal', 1)
    stopping = true
    const startedAt = process.uptime()
    const tookMs = () => Math.round((process.uptime() - startedAt) * MS)
    logger.info({ signal }, 'stopping')
    setTimeout(() => end(signal, 'ended before all was closed', 0, { tookMs: tookMs() }), STOP_WITHIN_MS)
    server.close().then(closed => end(signal, 'stopped', 0, { tookMs: tookMs(), ...closed }), fail)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop)
}
