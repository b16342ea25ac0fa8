import type { Log } from '../../server/ports/log.ts'

/** A log that nobody reads. */
export const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} }
