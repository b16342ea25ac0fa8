import { type ChildProcess, spawnSync } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { endChild, startChild } from './children.ts'

const root = path.join(import.meta.dirname, '../../..')

/** The real server in a process of its own, with the built bundle and demo. */
export interface ChatServer {
  url: string
  /** Kills it and starts another on the same port; what was in memory only is gone. */
  restart(): Promise<void>
  close(): Promise<void>
}

export interface ChatServerOptions {
  args?: readonly string[]
}

/** Builds what is stale, then starts the server on a free port. */
export async function startChatServer({ args = [] }: ChatServerOptions = {}): Promise<ChatServer> {
  const built = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`The build failed: ${built.stderr}`)
  let { child, url } = await start(['--port', '0', ...args])

  return {
    url,
    async restart() {
      child.kill('SIGKILL')
      await endChild(child)
      const again = await start(['--port', new URL(url).port, ...args])
      child = again.child
      url = again.url
    },
    close: () => endChild(child),
  }
}

async function start(args: readonly string[]): Promise<{ child: ChildProcess; url: string }> {
  const bin = path.join(root, 'server/bin/chat-widget-server.mjs')
  const all = [bin, '--host', '127.0.0.1', '--store', 'memory', '--log-level', 'warn', ...args]
  const child = startChild(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr] as Readable[])
      createInterface({ input: stream }).on('line', line => {
        said += `${line}\n`
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line)
        if (found) resolve(found[0])
      })
    child.once('exit', code => reject(new Error(`The server ended with ${code}: ${said}`)))
  })
  return { child, url }
}
