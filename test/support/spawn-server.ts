import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { endsWithUs } from './ends-with-us.ts'

export const BIN = path.join(import.meta.dirname, '../../server/bin/chat-widget-server.mjs')

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface SpawnedServer {
  port: number
  url: string
  wsUrl: string
  process: ChildProcess
  stdout(): string
  stderr(): string
  /** Resolves when it has ended. */
  exited: Promise<Exit>
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Exit>
}

/**
 * The built bin, or another program like it, as a process of its own, on a data folder of its own where none is named. Resolves when it takes traffic;
 * needs the build.
 */
export async function spawnServer(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  program = BIN,
): Promise<SpawnedServer> {
  const folder = temporaryData(args)
  const { child, exited, stdout, stderr } = runBin(
    ['--port', '0', '--host', '127.0.0.1', ...(folder ? ['--data', folder] : []), ...args],
    env,
    program,
  )
  if (folder) void exited.finally(() => rmSync(folder, { recursive: true, force: true }))
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const found = /http:\/\/[^\s/]*:(\d+)/.exec(stdout())?.[1]
      if (found !== undefined) resolve(Number(found))
    })
    exited.then(({ code, stderr }) => reject(new Error(`The server ended with ${code}: ${stderr}`)), reject)
  })
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return exited
  }
  const at = `127.0.0.1:${port}`
  return { port, url: `http://${at}`, wsUrl: `ws://${at}/ws`, process: child, stdout, stderr, exited, stop }
}

function temporaryData(args: readonly string[]): string | undefined {
  if (['--data', '--redis', 'memory'].some(word => args.includes(word))) return undefined
  return mkdtempSync(path.join(tmpdir(), 'chat-data-'))
}

/** Runs the built bin with exactly these arguments. */
export function runBin(args: readonly string[], env: Readonly<Record<string, string>> = {}, program = BIN) {
  const { PATH = '', HOME = '' } = process.env
  const child = endsWithUs(
    spawn(process.execPath, [program, ...args], { env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }),
  )
  let out = ''
  let err = ''
  child.stdout.on('data', chunk => {
    out += chunk
  })
  child.stderr.on('data', chunk => {
    err += chunk
  })
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, stdout: out, stderr: err }))
  })
  return { child, exited, stdout: () => out, stderr: () => err }
}
