import { createServer } from 'node:http'
import { type SpawnedServer, spawnServer } from '../spawn-server.ts'
import { whenEnding } from './children.ts'
import { listen } from './listen.ts'

/** The real server in a process of its own, with the built bundle and demo. */
export interface ChatServer {
  /** On 127.0.0.1, so that pages on `localhost` are of another site. */
  url: string
  /** Kills it and starts another on the same port; what was in memory only is gone. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** Starts the built server on a free port, with its messages in memory. */
export async function startChatServer({
  args = [] as readonly string[],
  env = {} as Readonly<Record<string, string>>,
} = {}): Promise<ChatServer> {
  const port = await freePort()
  const run = () => spawnServer(['--port', port, '--store', 'memory', '--log-level', 'warn', ...args], env)
  let running: SpawnedServer = await run()
  const stopWatching = whenEnding(() => running.process.kill('SIGKILL'))

  return {
    url: running.url,
    async restart() {
      await running.stop('SIGKILL')
      running = await run()
    },
    async close() {
      stopWatching()
      await running.stop()
    },
  }
}

/** Not 0, which a restart could not take again. */
async function freePort(): Promise<string> {
  const server = createServer()
  const { port } = new URL(await listen(server))
  await new Promise(resolve => server.close(resolve))
  return port
}
