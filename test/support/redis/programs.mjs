// Which programs for many nodes are here; plain JavaScript, so that scripts can ask too.
import { existsSync } from 'node:fs'
import path from 'node:path'

/** The Debian packages of each. */
export const PROGRAMS = {
  'redis-server': ['redis-server'],
  'redis-sentinel': ['redis-sentinel'],
  'redis-cli': ['redis-tools'],
  nginx: ['nginx'],
}

export function isOnPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return folders.some(folder => folder && existsSync(path.join(folder, name)))
}

/** Where nginx is: on Debian in a folder that is on the path of root only. */
export function nginxPath() {
  const { NGINX_PATH } = process.env
  if (NGINX_PATH || !isOnPath('nginx')) return [NGINX_PATH ?? '/usr/sbin/nginx'].find(file => existsSync(file))
  return 'nginx'
}

/** Those that are not here. Without them tests are skipped; `npm test` says so, and fails when `CI` is set. */
export function missingPrograms() {
  return Object.keys(PROGRAMS).filter(name => !(name === 'nginx' ? nginxPath() : isOnPath(name)))
}

export function redisIsThere() {
  return !missingPrograms().some(name => name.startsWith('redis'))
}
