import { parentPort } from 'node:worker_threads'
import { openFolder } from './sqlite-folder.ts'
import type { StoreCall, ThreadAnswer } from './sqlite-thread.ts'

// Node would write to standard error that its own engine is new
process.removeAllListeners('warning')

/** The thread that owns the database: one call after the other. */
if (parentPort) {
  const port = parentPort
  let folder: Awaited<ReturnType<typeof openFolder>> | undefined
  const answerTo = async ({ id, call, args }: StoreCall): Promise<void> => {
    let answer: ThreadAnswer
    try {
      if (call === 'open') folder = await openFolder(...(args as Parameters<typeof openFolder>))
      if (!folder) throw new Error('The store is not open.')
      const value = call === 'open' ? undefined : (folder[call] as (...args: unknown[]) => unknown)(...args)
      answer = { id, ok: true, value }
    } catch (error) {
      answer = { id, ok: false, message: error instanceof Error ? error.message : String(error) }
    }
    port.postMessage(answer)
  }
  // opening takes a while; what comes meanwhile waits for it
  let last = Promise.resolve()
  port.on('message', (call: StoreCall) => {
    last = last.then(() => answerTo(call))
  })
}
