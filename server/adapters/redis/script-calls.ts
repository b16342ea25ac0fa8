import { createHash } from 'node:crypto'
import type { Connection } from './connection.ts'
import type { Command, Commit, Committed, Reply } from './engine.ts'
import { COMMIT, VIEW } from './scripts.ts'
import { isNoScript } from './what-befell.ts'

const SHAS = new Map([COMMIT, VIEW].map(script => [script, createHash('sha1').update(script).digest('hex')]))

export async function loadScripts(connection: Connection): Promise<void> {
  for (const script of [COMMIT, VIEW]) await connection.send(['SCRIPT', 'LOAD', script])
}

/** `anchor`: some key of the tag. */
export async function callView(connection: Connection, anchor: string, commands: readonly Command[]) {
  const words = commands.flatMap(command => [String(command.length), ...command])
  return (await call(connection, VIEW, [anchor], words)) as readonly Reply[]
}

/** `publish`: the command of the server that does it. */
export async function callCommit(
  connection: Connection,
  { anchor, run, publish }: { anchor: string; run: string; publish: string },
  { checks, commands, log }: Commit,
): Promise<Committed> {
  const told = log ? [log.channel, log.told] : ['', '']
  const words = [run, log?.freshEpoch ?? '', String(log?.events ?? 0), publish, ...told, String(checks.length)]
  for (const { command, expected } of checks) words.push(String(command.length), expected, ...command)
  for (const command of commands) words.push(String(command.length), ...command)
  const reply = await call(connection, COMMIT, log ? [anchor, log.meta] : [anchor], words)
  const [done, before, epoch] = reply as readonly [number, string, string]
  if (done === 1) return { done: true, before: Number(before), epoch }
  return { done: false, failed: (reply as number[]).slice(1) }
}

/** A server that has forgotten the script is given it once, on the same connection. */
async function call(connection: Connection, script: string, keys: string[], words: string[]): Promise<Reply> {
  const command = ['EVALSHA', SHAS.get(script) as string, String(keys.length), ...keys, ...words]
  try {
    return await connection.send(command)
  } catch (error) {
    if (!isNoScript(error)) throw error
    await connection.send(['SCRIPT', 'LOAD', script])
    return connection.send(command)
  }
}
