import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The versions of Node beside the one that runs everything, as npm has them in its package `node`. */
const VERSIONS = ['22.23.3', '24.21.0']

const CACHE = path.join(import.meta.dirname, '../.cache')

/**
 * Where each other version of Node is, or goes: `npm run setup` installs it, `npm test` runs the start and the suites of
 * transports and stores under it.
 */
export function otherNodes(cache = CACHE) {
  return VERSIONS.map(version => {
    const folder = path.join(cache, `node-${version.split('.', 1)[0]}`)
    const program = path.join(folder, 'node_modules/node/bin/node')
    return { version, folder, program, isThere: existsSync(program) && versionIn(folder) === version }
  })
}

function versionIn(folder) {
  return JSON.parse(readFileSync(path.join(folder, 'node_modules/node/package.json'), 'utf8')).version
}
