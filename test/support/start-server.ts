import type { ChatServerParts } from '../../server/assemble-chat-server.ts'
import { type ChatServerOptions, createChatServer } from '../../server/create-chat-server.ts'

export interface StartedServer {
  port: number
  url: string
  wsUrl: string
  transport: 'uws' | 'ws'
  close(): Promise<unknown>
}

/** The real server, from source, in this process, on a free port of 127.0.0.1; it says nothing. With the memory store. */
export async function startServer(
  options: ChatServerOptions = {},
  parts: ChatServerParts = {},
): Promise<StartedServer> {
  const server = createChatServer(
    { port: 0, host: '127.0.0.1', logLevel: 'silent', store: 'memory', ...options },
    parts,
  )
  const { port, transport } = await server.listen()
  const at = `127.0.0.1:${port}`
  return { port, url: `http://${at}`, wsUrl: `ws://${at}/ws`, transport, close: () => server.close() }
}
