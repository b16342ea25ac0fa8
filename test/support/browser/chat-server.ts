import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { runBin } from '../run-bin.ts'

const root = path.join(import.meta.dirname, '../../..')
const bin = path.join(root, 'server/bin/chat-widget-server.mjs')

/** The real server in a process of its own, with the built bundle and demo. */
export interface ChatServer {
  /** On 127.0.0.1, so that pages on `localhost` are of another site. */
  url: string
  /** Kills it and starts another on the same port; what was in memory only is gone. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** Builds what is stale, then starts the server on a free port. */
export async function startChatServer({ args = [] as readonly string[] } = {}): Promise<ChatServer> {
  const built = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`The build failed: ${built.stderr}`)
  const run = (port: string) =>
    runBin(bin, ['--host', '127.0.0.1', '--port', port, '--store', 'memory', '--log-level', 'warn', ...args])
  let running = await run('0')
  const { port } = new URL(running.url)

  return {
    url: `http://127.0.0.1:${port}`,
    async restart() {
      await running.stop('SIGKILL')
      running = await run(port)
    },
    async close() {
      await running.stop()
    },
  }
}
