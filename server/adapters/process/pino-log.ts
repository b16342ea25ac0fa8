import { type Logger, pino } from 'pino'
import type { Log } from '../../ports/log.ts'
import { LineWriter } from './line-writer.ts'
import { systemClock } from './system-clock.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

const STANDARD_ERROR = 2

/** JSON lines on standard error, or what is given instead of it. */
export function pinoLog(level: LogLevel, lines: { write(line: string): void } = standardError()): Log {
  const log = pino({ level, base: null }, lines)
  return {
    debug: said(log, 'debug'),
    info: said(log, 'info'),
    warn: said(log, 'warn'),
    error: said(log, 'error'),
  }
}

function said(log: Logger, level: Exclude<LogLevel, 'silent'>): (fields: object, message: string) => void {
  return (fields, message) => {
    try {
      log[level](fields, message)
    } catch (error) {
      // an error of others may throw when it is read
      log[level]({ unreadable: typeof error }, message)
    }
  }
}

function standardError(): LineWriter {
  const lostLine = (lost: number) =>
    `${JSON.stringify({ level: 40, time: systemClock.now(), lost, msg: 'lines of this log could not be written' })}\n`
  return new LineWriter(STANDARD_ERROR, lostLine)
}
