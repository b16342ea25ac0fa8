import { ChatError } from '../lib/chat-error.ts'
import type { Clock } from '../lib/clock.ts'
import { toJson } from '../lib/to-json.ts'
import { CLOSE } from '../protocol/close-codes.ts'
import type { ServerFrame } from '../protocol/events.ts'
import type { ConnectReply } from '../protocol/replies.ts'
import type { ConnectRequest, RequestType } from '../protocol/requests.ts'
import { PROTOCOL_VERSION, SUBPROTOCOL } from '../protocol/version.ts'
import { type Ending, type EndingContext, endingOfClose, endingOfRefusal } from './ending.ts'
import type { WebSocketConstructor, WebSocketLike } from './web-socket-like.ts'

/** One socket, from the token to its end. */
export interface Link {
  send(text: string): void
  /** Ends the link unless something is heard soon. */
  probe(): void
  /** Without an `end`. */
  close(goodbye: boolean): void
}

export interface LinkOptions {
  url: string
  WebSocket: WebSocketConstructor
  clock: Clock
  context: EndingContext
  /** What to say first; asked for once the token is there. */
  hello(): Promise<Omit<ConnectRequest, 'type' | 'ref'>>
  /** A harmless request: any reply shows that the other side lives. */
  probe(ref: number): { type: RequestType }
}

export interface LinkEvents {
  ready(reply: ConnectReply): void
  frame(frame: ServerFrame): void
  /** Once, and last. */
  end(ending: Ending): void
}

const CONNECT_REF = 1
const PROBE_REF = 2
/** The first ref that is free for requests. */
export const FIRST_REF = 3

const CONNECT_MS = 15_000
const PROBE_MS = 5_000

export function openLink(options: LinkOptions, events: LinkEvents): Link {
  const { clock, context } = options
  let phase: 'token' | 'opening' | 'ready' | 'over' = 'token'
  let socket: WebSocketLike | undefined
  let heardAt = clock.now()
  let cancelProbe: (() => void) | undefined
  let cancelWatch = clock.after(CONNECT_MS, () => lost('timeout', 'The server went silent. Trying again.'))

  begin()

  return {
    send(text) {
      if (phase === 'ready') socket?.send(text)
    },
    probe() {
      if (phase !== 'ready' || cancelProbe) return
      socket?.send(toJson(options.probe(PROBE_REF)))
      cancelProbe = clock.after(PROBE_MS, silence)
    },
    close(goodbye) {
      if (goodbye && phase === 'ready') socket?.send(toJson({ type: 'disconnect', ref: PROBE_REF }))
      release()
    },
  }

  async function begin() {
    try {
      const hello = await options.hello()
      if (phase === 'token') open(toJson({ type: 'connect', ref: CONNECT_REF, ...hello }))
    } catch (cause) {
      if (cause instanceof ChatError) end({ error: cause, retry: cause.retryable, retryAfterMs: cause.retryAfterMs })
      else lost('unavailable', 'The site does not say who you are just now. Trying again.', cause)
    }
  }

  function open(hello: string) {
    phase = 'opening'
    const opened = create()
    if (!opened) return
    socket = opened
    opened.onopen = () => opened.send(hello)
    opened.onmessage = ({ data }: MessageEvent) => hear(data)
    opened.onclose = ({ code, reason }: CloseEvent) => end(endingOfClose(code, { reason }, context))
    // a close follows; without a listener, `ws` throws
    opened.onerror = () => {}
  }

  function create() {
    try {
      return new options.WebSocket(options.url, SUBPROTOCOL)
    } catch (cause) {
      end({
        error: new ChatError('wrong_scheme', `This page may not connect to ${options.url}.`, { cause }),
        retry: false,
      })
      return
    }
  }

  function hear(data: unknown) {
    heardAt = clock.now()
    cancelProbe?.()
    cancelProbe = undefined
    for (const frame of parse(data)) {
      if (phase === 'over') return
      if (frame.type === 'disconnect') end(endingOfClose(frame.code, frame, context))
      else if (phase === 'opening' && frame.type === 'error') end(endingOfRefusal(frame, context))
      else if (phase === 'opening' && frame.type === 'ok') welcome(frame as unknown as ConnectReply)
      else events.frame(frame)
    }
  }

  function welcome(reply: ConnectReply) {
    if (reply.protocol !== PROTOCOL_VERSION) {
      end(endingOfClose(CLOSE.version, { reason: '' }, context))
      return
    }
    phase = 'ready'
    cancelWatch()
    watch(2 * reply.heartbeatMs + 5_000)
    events.ready(reply)
  }

  function watch(mostMs: number) {
    // the machine's clock may have been set back
    heardAt = Math.min(heardAt, clock.now())
    const left = heardAt + mostMs - clock.now()
    cancelWatch = left > 0 ? clock.after(left, () => watch(mostMs)) : () => {}
    if (left <= 0) silence()
  }

  function silence() {
    lost('offline', 'The server went silent. Trying again.')
  }

  function lost(code: 'offline' | 'timeout' | 'unavailable', message: string, cause?: unknown) {
    end({ error: new ChatError(code, message, { retryable: true, cause }), retry: true })
  }

  function end(ending: Ending) {
    if (phase === 'over') return
    release()
    events.end(ending)
  }

  function release() {
    phase = 'over'
    cancelWatch()
    cancelProbe?.()
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    if (socket.readyState < 2) socket.close(CLOSE.normal)
  }
}

function parse(data: unknown): ServerFrame[] {
  try {
    return [JSON.parse(String(data))].flat().filter(frame => frame?.type)
  } catch {
    return []
  }
}
