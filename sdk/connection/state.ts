import type { ChatError } from '../lib/chat-error.ts'

/** The connection across many sockets. `attempt` counts from 1; `retryAt` is ms since the Unix epoch. */
export type ConnectionState =
  /** Nobody asked for a connection, or it was ended by choice. */
  | { status: 'idle' }
  /** A socket is being opened or its `connect` is not answered yet. `resuming`: it was online before. */
  | { status: 'connecting'; attempt: number; resuming: boolean }
  | { status: 'online' }
  /** Waits to try again. `error` says why the last try ended, `offline` that the browser has no network. */
  | { status: 'waiting'; attempt: number; resuming: boolean; retryAt: number; offline: boolean; error: ChatError }
  /** Over: trying again by itself would not help. `error.code` says why. */
  | { status: 'closed'; error: ChatError }
