/**
 * A structured log, of pino's shape. It never throws and never ends the process: what cannot be written is lost. Never give
 * it a token, a cookie or a message's text.
 */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
