import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

let hasTaskset: boolean | undefined

/** The command bound to one core, where the system can and has that core. */
export function onCore(core: number, command: readonly string[]): string[] {
  hasTaskset ??= spawnSync('taskset', ['--version']).status === 0
  if (!hasTaskset || core >= availableParallelism()) return [...command]
  return ['taskset', '-c', String(core), ...command]
}
