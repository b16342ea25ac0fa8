import { createHash } from 'node:crypto'
import { type RedisTarget, shown } from '../../core/redis-url.ts'
import type { Connection } from './connection.ts'
import { EngineUnavailable } from './engine.ts'
import { EngineRefused } from './what-befell.ts'

export type ServerInfo = ReadonlyMap<string, string>

/** What INFO says. */
export async function infoOf(connection: Connection, section?: string): Promise<ServerInfo> {
  const text = String(await connection.send(section ? ['INFO', section] : ['INFO']))
  const lines = text.split(/\r?\n/).filter(line => line.includes(':'))
  return new Map(lines.map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]))
}

/**
 * The run of a master: another one after a restart, and after each time that it was a replica meanwhile, since it may lack since
 * what it had.
 */
export function runOf(runId: string, info: ServerInfo): string {
  return createHash('sha1')
    .update(`${runId} ${info.get('master_replid')}`)
    .digest('base64url')
    .slice(0, 16)
}

/** Throws a sentence if it is no server to work with. */
export function checkServer(info: ServerInfo, connection: Connection, kind: RedisTarget['kind']): void {
  const at = `Redis at ${shown(connection.address)}`
  const version = info.get('redis_version') ?? ''
  if (Number.parseInt(version, 10) < 7) throw new EngineRefused(`${at} is version ${version}: 7.0 or newer is needed.`)
  const isCluster = info.get('cluster_enabled') === '1'
  if (isCluster && kind !== 'cluster')
    throw new EngineRefused(`${at} is part of a cluster: the URL begins with redis+cluster://.`)
  if (!isCluster && kind === 'cluster') throw new EngineRefused(`${at} is no cluster: the URL begins with redis://.`)
  if (info.get('role') === 'master') return
  const sentence = `${at} is a replica: its master is needed.`
  // sentinels and clusters find another one
  throw kind === 'one' ? new EngineRefused(sentence) : new EngineUnavailable(sentence)
}

/** Rejects with a sentence while it is part of a cluster that does not serve it. */
export async function checkCluster(connection: Connection): Promise<void> {
  const state = String(await connection.send(['CLUSTER', 'INFO']))
  if (!/cluster_state:ok/.test(state))
    throw new EngineUnavailable(`The cluster of Redis at ${shown(connection.address)} is down.`)
}

/** 97 % of what it may have is used, and nothing makes room. */
export function isFull(memory: ServerInfo): boolean {
  const most = Number(memory.get('maxmemory'))
  return most > 0 && Number(memory.get('used_memory')) > 0.97 * most && memory.get('maxmemory_policy') === 'noeviction'
}
