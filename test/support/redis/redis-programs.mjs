// Whether the programs of Redis are here; plain JavaScript, so that scripts can ask too.
import { existsSync } from 'node:fs'
import path from 'node:path'

/** The Debian package of each program. */
export const REDIS_PROGRAMS = {
  'redis-server': 'redis-server',
  'redis-sentinel': 'redis-sentinel',
  'redis-cli': 'redis-tools',
}

export function isOnPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return folders.some(folder => folder && existsSync(path.join(folder, name)))
}

/** Programs that are not here. */
export function missingRedis() {
  return Object.keys(REDIS_PROGRAMS).filter(name => !isOnPath(name))
}

/** Without it tests of Redis are skipped; `npm test` says so, and fails when `CI` is set. */
export function redisIsThere() {
  return missingRedis().length === 0
}
