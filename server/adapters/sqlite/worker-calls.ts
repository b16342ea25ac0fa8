import { Worker } from 'node:worker_threads'
import { LogUnavailable } from '../../ports/room-log.ts'

export interface WorkerCall {
  id: number
  call: string
  args: readonly unknown[]
}

export type WorkerAnswer = { id: number; ok: true; value: unknown } | { id: number; ok: false; message: string }

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** A thread that is asked by calls, and answers them in order. One that ended is begun anew by `start`. */
export class WorkerCalls {
  readonly #script: URL
  readonly #name: string
  readonly #first: WorkerCall['call']
  readonly #firstArgs: readonly unknown[]
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #next = 1

  /** `first`: what each new thread is asked before all else. */
  constructor(script: URL, name: string, first: string, ...args: readonly unknown[]) {
    this.#script = script
    this.#name = name
    this.#first = first
    this.#firstArgs = args
  }

  get runs(): boolean {
    return this.#worker !== undefined
  }

  /** Rejects when it cannot do what it is asked first; then it has ended. */
  async start(): Promise<void> {
    const worker = new Worker(this.#script, { name: this.#name })
    this.#worker = worker
    worker.on('message', (answer: WorkerAnswer) => this.#answer(answer))
    worker.on('error', error => this.#lose(worker, error.message))
    worker.on('exit', () => this.#lose(worker, 'it ended'))
    try {
      await this.call(this.#first, ...this.#firstArgs)
    } catch (error) {
      // one that could not open is no use to later calls
      this.#lose(worker, 'it could not open')
      await worker.terminate()
      throw error
    }
  }

  /** Rejects with LogUnavailable when it fails, or when the thread ends before it answers. */
  call<T>(call: string, ...args: readonly unknown[]): Promise<T> {
    const worker = this.#worker
    if (!worker) return Promise.reject(new LogUnavailable(`The thread ${this.#name} has ended.`))
    const id = this.#next++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject })
      worker.postMessage({ id, call, args } satisfies WorkerCall)
    })
  }

  /** Asks it to end what it has, then ends it. */
  async close(last: string): Promise<void> {
    const worker = this.#worker
    if (!worker) return
    try {
      await this.call(last)
    } catch {
      // it ended before: the next start finds what it left
    } finally {
      this.#lose(worker, 'it was closed')
      await worker.terminate()
    }
  }

  #answer(answer: WorkerAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if (answer.ok) waiting?.resolve(answer.value)
    else waiting?.reject(new LogUnavailable(answer.message))
  }

  #lose(worker: Worker, why: string): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const { reject } of waiting) reject(new LogUnavailable(`The thread ${this.#name} failed: ${why}`))
  }
}
