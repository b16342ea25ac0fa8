import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Installs a private package of what is measured beside the project, or draws it, where it is missing or stale. */
export function installPeers(name: 'peers' | 'widgets'): void {
  const folder = path.join(import.meta.dirname, name)
  const lock = readFileSync(path.join(folder, 'package-lock.json'), 'utf8')
  const stamp = path.join(folder, 'node_modules/.installed')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.log('Installing what is measured beside the project ...')
  const { status, error } = spawnSync('npm', ['ci', '--ignore-scripts'], { cwd: folder, stdio: 'inherit' })
  if (error || status !== 0) throw new Error(`npm ci in bench/${name} failed: ${error?.message ?? `status ${status}`}`)
  writeFileSync(stamp, lock)
}
