import { type ChildProcess, spawn } from 'node:child_process'

export interface RunningBin {
  /** The address that its one line names. */
  url: string
  /** What it wrote so far on both streams. */
  output(): string
  child: ChildProcess
  /** Sends the signal and resolves with the exit status when it is gone. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Runs a script of Node that serves, until it names its URL. Rejects when it ends before. */
export async function runBin(
  script: string,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<RunningBin> {
  const child = spawn(process.execPath, [script, ...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const gone = new Promise<number | null>(resolve => child.once('exit', resolve))
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  void gone.then(() => process.off('exit', kill))
  const url = await new Promise<string>((resolve, reject) => {
    const read = (data: Buffer) => {
      output += data
      const [found] = /https?:\/\/[^\s"]+/.exec(output) ?? []
      if (found && output.includes('\n', output.indexOf(found))) resolve(found)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    void gone.then(status => reject(new Error(`It ended with status ${status}: ${output}`)))
  })
  return {
    url,
    output: () => output,
    child,
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return gone
    },
  }
}
