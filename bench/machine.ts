import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'

const ROOT = path.join(import.meta.dirname, '..')

/** What was measured, and on what. */
export interface Machine {
  cpu: string
  cores: number
  memoryGb: number
  kernel: string
  node: string
  versions: Record<string, string>
  commit?: string
}

export function describeMachine(): Machine {
  const { status, stdout } = spawnSync('git', ['describe', '--always', '--dirty'], { cwd: ROOT, encoding: 'utf8' })
  const versions: Record<string, string> = { 'chat-widget': versionIn(path.join(ROOT, 'server/package.json')) ?? '?' }
  for (const name of ['uWebSockets.js', 'ws', 'socket.io']) {
    const version = versionOf(name)
    if (version) versions[name] = version
  }
  return {
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.cpus().length,
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    kernel: `${os.type()} ${os.release()}`,
    node: process.version,
    versions,
    ...(status === 0 && { commit: stdout.trim() }),
  }
}

/** The version that the peers load. */
function versionOf(name: string): string | undefined {
  const folders = createRequire(path.join(import.meta.dirname, 'peers/package.json')).resolve.paths(name) ?? []
  return folders.map(folder => versionIn(path.join(folder, name, 'package.json'))).find(version => version)
}

function versionIn(file: string): string | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).version
  } catch {
    return undefined
  }
}

/** In two lines, for a terminal. */
export function machineText({ cpu, cores, memoryGb, kernel, node, versions, commit }: Machine): string {
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const own = commit ? ` (commit ${commit})` : ''
  return `${cpu}, ${cores} cores, ${memoryGb} GB, ${kernel}, Node ${node}\n${packages.join(', ')}${own}\n`
}
