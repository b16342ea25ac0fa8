import { WebSocket } from 'ws'

/** Node's flags for a process whose garbage a test may collect. */
export const COLLECTABLE = { NODE_OPTIONS: '--inspect=127.0.0.1:0' }

/** Lets a process that runs with COLLECTABLE collect its garbage, so that what is left of its memory is in use. */
export async function collectGarbage(stderr: string): Promise<void> {
  const address = /^Debugger listening on (ws:\S+)$/m.exec(stderr)?.[1]
  if (address === undefined) throw new Error(`No debugger: ${stderr.slice(0, 200)}`)
  const socket = new WebSocket(address)
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('The debugger has gone')))
    socket.once('open', () => socket.send('{"id":1,"method":"HeapProfiler.collectGarbage"}'))
    socket.on('message', data => {
      if ((JSON.parse(String(data)) as { id?: number }).id === 1) resolve()
    })
  })
  socket.terminate()
}
