import { delay } from '../lib/backoff.ts'
import { ChatError } from '../lib/chat-error.ts'
import type { Ending } from './ending.ts'
import type { ConnectionState } from './state.ts'

/** The public states, with what only the machine needs to know. */
export type Machine =
  | Extract<ConnectionState, { status: 'idle' | 'connecting' | 'closed' }>
  | { status: 'online'; attempt: number; since: number }
  /** `notBefore`: the server asked to be left alone until then. */
  | (Extract<ConnectionState, { status: 'waiting' }> & { notBefore: number })

export type ConnectionEvent =
  | { type: 'start' }
  /** Ends it by choice. */
  | { type: 'stop' }
  /** Ends it for good, as if the server had. */
  | { type: 'end'; error: ChatError }
  /** The server answered `connect`. */
  | { type: 'ready' }
  /** The socket, or the try to get one, is gone. */
  | { type: 'lost'; ending: Ending }
  | { type: 'alarm' }
  /** A person wants to try now. */
  | { type: 'retry' }
  /** The page was shown again, or the network is back. */
  | { type: 'wake' }
  /** The browser says that there is no network. */
  | { type: 'sleep' }

export type Effect =
  | { type: 'openSocket' }
  /** Says `disconnect` first. */
  | { type: 'closeSocket' }
  /** One alarm: replaces the one before. */
  | { type: 'wakeAt'; at: number }
  | { type: 'cancelWake' }
  /** Finds out soon whether the socket still lives. */
  | { type: 'probe' }

export interface Environment {
  now: number
  /** A random number in [0, 1). */
  random: number
  /** The browser says that there is no network. */
  offline: boolean
  /** The server's address, for messages. */
  server: string
}

/** A connection that held this long starts counting its tries anew. */
const STABLE_MS = 10_000
/** Browsers are sometimes wrong about being offline, so it tries now and then. */
const OFFLINE_MS = 30_000

type Step = [Machine, Effect[]]

/** What the connection does next. Pure: the same arguments give the same answer. */
export function transition(state: Machine, event: ConnectionEvent, env: Environment): Step {
  switch (event.type) {
    case 'start':
      return state.status === 'idle' || state.status === 'closed' ? open(1, false, []) : [state, []]
    case 'stop':
      return stop(state, { status: 'idle' })
    case 'end':
      return stop(state, { status: 'closed', error: event.error })
    case 'ready':
      if (state.status !== 'connecting') return [state, []]
      return [{ status: 'online', attempt: state.attempt, since: env.now }, []]
    case 'lost':
      return lose(state, event.ending, env)
    case 'alarm':
    case 'retry':
      return state.status === 'waiting' ? reopen(state) : [state, []]
    case 'wake':
      return wake(state, env)
    case 'sleep':
      if (state.status === 'online') return [state, [{ type: 'probe' }]]
      return state.status === 'waiting' ? pause(state, env) : [state, []]
  }
}

function open(attempt: number, resuming: boolean, before: Effect[]): Step {
  return [{ status: 'connecting', attempt, resuming }, [...before, { type: 'openSocket' }]]
}

function reopen({ attempt, resuming }: Extract<Machine, { status: 'waiting' }>): Step {
  return open(attempt, resuming, [{ type: 'cancelWake' }])
}

function stop(state: Machine, next: Machine): Step {
  if (state.status === 'idle' && next.status === 'idle') return [state, []]
  const end: Effect = { type: state.status === 'waiting' ? 'cancelWake' : 'closeSocket' }
  return [next, state.status === 'closed' || state.status === 'idle' ? [] : [end]]
}

function lose(state: Machine, ending: Ending, env: Environment): Step {
  if (state.status !== 'connecting' && state.status !== 'online') return [state, []]
  if (!ending.retry) return [{ status: 'closed', error: ending.error }, []]
  const { now, random, offline } = env
  const stable = state.status === 'online' && now - state.since >= STABLE_MS
  const attempt = stable ? 1 : state.attempt + 1
  const resuming = state.status === 'online' || state.resuming
  const { retryAfterMs = 0, spreadMs } = ending
  const notBefore = now + retryAfterMs + random * (spreadMs ?? 0)
  const planned = spreadMs === undefined ? notBefore + delay(attempt, random) : notBefore
  const retryAt = offline ? Math.max(notBefore, now + OFFLINE_MS) : planned
  const error = !resuming && attempt > 2 && ending.error.code === 'offline' ? gone(ending.error, env) : ending.error
  return [
    { status: 'waiting', attempt, resuming, retryAt, offline, error, notBefore },
    [{ type: 'wakeAt', at: retryAt }],
  ]
}

function wake(state: Machine, { now }: Environment): Step {
  if (state.status === 'online') return [state, [{ type: 'probe' }]]
  if (state.status !== 'waiting') return [state, []]
  if (now >= state.notBefore) return reopen(state)
  if (!state.offline) return [state, []]
  return [{ ...state, offline: false, retryAt: state.notBefore }, [{ type: 'wakeAt', at: state.notBefore }]]
}

function pause(state: Extract<Machine, { status: 'waiting' }>, { now }: Environment): Step {
  const retryAt = Math.max(state.notBefore, now + OFFLINE_MS)
  return [{ ...state, offline: true, retryAt }, [{ type: 'wakeAt', at: retryAt }]]
}

function gone(cause: ChatError, { server }: Environment): ChatError {
  const check = 'The site’s owner has to check its address and the page’s Content-Security-Policy.'
  return new ChatError('server_gone', `No chat server answers at ${server}. ${check}`, { retryable: true, cause })
}

/** What users of the client see of it. */
export function publicState(state: Machine): ConnectionState {
  if (state.status === 'online') return { status: 'online' }
  if (state.status !== 'waiting') return state
  const { notBefore: _, ...shown } = state
  return shown
}
