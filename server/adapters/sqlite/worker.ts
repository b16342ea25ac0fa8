import { parentPort } from 'node:worker_threads'
import { openFolder, type SqliteFolder } from './folder.ts'
import { openReader, type SqliteReader } from './reader.ts'
import type { WorkerAnswer, WorkerCall } from './worker-calls.ts'

// Node would write to standard error that its own engine is new
process.removeAllListeners('warning')

/** A thread that has the database to write, or to read: one call after the other. */
if (parentPort) {
  const port = parentPort
  let served: SqliteFolder | SqliteReader | undefined
  const serve = async ({ call, args }: WorkerCall): Promise<unknown> => {
    if (call === 'open') served = await openFolder(...(args as Parameters<typeof openFolder>))
    else if (call === 'openToRead') served = await openReader(...(args as Parameters<typeof openReader>))
    else if (served) return (Reflect.get(served, call) as (...args: unknown[]) => unknown).apply(served, [...args])
    else throw new Error('The store is not open.')
    return undefined
  }
  const answerTo = async (call: WorkerCall): Promise<void> => {
    let answer: WorkerAnswer
    try {
      answer = { id: call.id, ok: true, value: await serve(call) }
    } catch (error) {
      answer = { id: call.id, ok: false, message: error instanceof Error ? error.message : String(error) }
    }
    port.postMessage(answer)
  }
  // opening takes a while; what comes meanwhile waits for it
  let last = Promise.resolve()
  port.on('message', (call: WorkerCall) => {
    last = last.then(() => answerTo(call))
  })
}
