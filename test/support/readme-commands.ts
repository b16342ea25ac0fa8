import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'

const README = path.join(import.meta.dirname, '../../README.md')

/** The blocks of commands below a heading of README, in their order. */
export function commandsOf(heading: string): string[] {
  const text = readFileSync(README, 'utf8')
  const begin = text.indexOf(`\n## ${heading}\n`)
  if (begin < 0) throw new Error(`README has no section "${heading}".`)
  const end = text.indexOf('\n## ', begin + 1)
  const section = text.slice(begin, end < 0 ? undefined : end)
  return [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block)
}

/** Runs a block as somebody would who pastes it, and stops at what fails. Resolves with its output; rejects with what it complained of. */
export function runCommands(block: string, cwd: string): Promise<string> {
  const shell = spawn('bash', ['-e', '-c', block], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    shell[name].on('data', chunk => {
      said[name] += chunk
    })
  return new Promise((resolve, reject) => {
    shell.once('error', reject)
    shell.once('close', status => {
      if (status === 0) resolve(said.stdout)
      else reject(new Error(`It ended with status ${status}: ${said.stderr}\n${block}`))
    })
  })
}
