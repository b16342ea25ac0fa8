import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'

const endings = new Set<() => void>()
const endAll = () => {
  for (const end of endings) end()
}
process.once('exit', endAll)
// A worker of the test runner that is ended from outside, or whose runner is gone, has no exit
for (const event of ['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect'])
  process.once(event, () => {
    endAll()
    process.exit(1)
  })

/** Runs it however this process ends, unless that is SIGKILL; returns what takes it back. */
export function whenEnding(end: () => void): () => void {
  endings.add(end)
  return () => endings.delete(end)
}

/** Starts a program that ends with this process at the latest. */
export function startChild(command: string, args: string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, options)
  child.once(
    'exit',
    whenEnding(() => child.kill('SIGKILL')),
  )
  return child
}

/** Ends it and waits until it is gone. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise(resolve => child.once('exit', resolve))
  child.kill()
  const force = setTimeout(() => child.kill('SIGKILL'), 3_000)
  await gone
  clearTimeout(force)
}
