import { Worker } from 'node:worker_threads'
import type { Position } from '../../sdk/protocol/records.ts'
import { LogUnavailable, type Page, type PageQuery, type Resumed } from '../ports/room-log.ts'
import type { StoredSession } from '../ports/session-store.ts'
import type { FolderOptions, SqliteFolder } from './sqlite-folder.ts'
import type { Store, StoreAnswer, Trimmed, Write } from './store.ts'
import { StoreRefused } from './store-refused.ts'

type Call = 'open' | keyof SqliteFolder

export interface StoreCall {
  id: number
  call: Call
  args: readonly unknown[]
}

export type ThreadAnswer = { id: number; ok: true; value: unknown } | { id: number; ok: false; message: string }

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** The built worker, beside the built server. */
export const WORKER = new URL('./sqlite-worker.js', import.meta.url)

/** A data folder in a thread of its own, where the waits for the disk hold up nobody. Calls are answered in order. */
export class SqliteThread implements Store {
  readonly #options: FolderOptions
  readonly #script: URL
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #next = 1
  #closed = false

  private constructor(options: FolderOptions, script: URL) {
    this.#options = options
    this.#script = script
  }

  /** Rejects with StoreRefused. */
  static async open(options: FolderOptions, script = WORKER): Promise<SqliteThread> {
    const thread = new SqliteThread(options, script)
    try {
      await thread.#start()
      return thread
    } catch (error) {
      throw new StoreRefused(error instanceof Error ? error.message : String(error))
    }
  }

  commit(group: readonly Write[]): Promise<readonly StoreAnswer[]> {
    return this.#call('commit', group)
  }

  full(): Promise<boolean> {
    return this.#call('full')
  }

  head(room: string): Promise<Position> {
    return this.#read('head', room)
  }

  resume(room: string, from: Position, limit: number, maxBytes?: number): Promise<Resumed> {
    return this.#read('resume', room, from, limit, maxBytes)
  }

  page(room: string, query: PageQuery): Promise<Page> {
    return this.#read('page', room, query)
  }

  sessions(): Promise<StoredSession[]> {
    return this.#call('sessions')
  }

  trim(now: number): Promise<Trimmed> {
    return this.#call('trim', now)
  }

  recover(): Promise<void> {
    return this.#worker ? this.#call('recover') : this.#start()
  }

  renew(): Promise<void> {
    return this.#call('renew')
  }

  async close(): Promise<void> {
    this.#closed = true
    const worker = this.#worker
    if (!worker) return
    try {
      await this.#call('close')
    } catch {
      // it ended before: the next start finds what it left
    } finally {
      this.#worker = undefined
      await worker.terminate()
    }
  }

  /** Of a thread that ended while nobody wrote, who reads hears first. */
  async #read<T>(call: Call, ...args: readonly unknown[]): Promise<T> {
    if (!this.#worker && !this.#closed) await this.#start()
    return this.#call(call, ...args)
  }

  async #start(): Promise<void> {
    const worker = new Worker(this.#script, { name: 'chat-store' })
    this.#worker = worker
    worker.on('message', (answer: ThreadAnswer) => this.#answer(answer))
    worker.on('error', error => this.#lose(worker, error.message))
    worker.on('exit', () => this.#lose(worker, 'it ended'))
    try {
      await this.#call('open', this.#options)
    } catch (error) {
      // one that could not open is no use to later calls
      if (this.#worker === worker) this.#worker = undefined
      await worker.terminate()
      throw error
    }
  }

  #call<T>(call: Call, ...args: readonly unknown[]): Promise<T> {
    const worker = this.#worker
    if (!worker) return Promise.reject(new LogUnavailable('The thread of the store has ended.'))
    const id = this.#next++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject })
      worker.postMessage({ id, call, args } satisfies StoreCall)
    })
  }

  #answer(answer: ThreadAnswer): void {
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
    for (const { reject } of waiting) reject(new LogUnavailable(`The thread of the store failed: ${why}`))
  }
}
