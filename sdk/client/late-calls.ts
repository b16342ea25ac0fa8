import type { HttpCalls, HttpCallsOptions } from './http-calls.ts'
import { loadLate } from './load-late.ts'

/** Requests over HTTP, whose code is loaded with the first: a client that was given a token may never make one. */
export interface LateCalls {
  /** Rejects with ChatError `network`. */
  get(): Promise<HttpCalls>
  /** Ends what is under way. */
  close(): void
}

export function lateCalls(options: HttpCallsOptions): LateCalls {
  let made: HttpCalls | undefined
  return {
    async get() {
      const { httpCalls } = await loadLate(() => import('./http-part.ts'))
      made ??= httpCalls(options)
      return made
    },
    close() {
      made?.close()
    },
  }
}
