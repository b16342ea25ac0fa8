import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const PEERS = path.join(import.meta.dirname, 'peers')

/** Installs the private package of the peers and the charts where it is missing or stale. */
export function installPeers(): void {
  const lock = readFileSync(path.join(PEERS, 'package-lock.json'), 'utf8')
  const stamp = path.join(PEERS, 'node_modules/.installed')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.log('Installing what is measured beside the project ...')
  const { status, error } = spawnSync('npm', ['ci', '--ignore-scripts'], { cwd: PEERS, stdio: 'inherit' })
  if (error || status !== 0)
    throw new Error(`npm ci in test/bench/peers failed: ${error?.message ?? `status ${status}`}`)
  writeFileSync(stamp, lock)
}
