import { pino } from 'pino'
import type { Log } from '../ports/log.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** JSON lines on standard error. */
export function pinoLog(level: LogLevel): Log {
  // Written at once, so that the last words before an exit are not lost
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }))
}
