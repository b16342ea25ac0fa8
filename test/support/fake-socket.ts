import type { WebSocketConstructor, WebSocketLike } from '../../sdk/connection/web-socket-like.ts'

export interface Frame {
  type: string
  ref?: number
  [field: string]: unknown
}

/** A client's socket whose other side is the test. */
export class FakeSocket implements WebSocketLike {
  readonly url: string
  readonly protocols: string | string[] | undefined
  readonly bufferedAmount = 0
  readyState = 0
  onopen: ((event: never) => void) | null = null
  onmessage: ((event: never) => void) | null = null
  onclose: ((event: never) => void) | null = null
  onerror: ((event: never) => void) | null = null
  /** What the client said, arrays taken apart. */
  readonly sent: Frame[] = []
  /** One entry a text frame. */
  readonly texts: string[] = []
  closedWith: number | undefined

  constructor(url: string, protocols?: string | string[]) {
    this.url = url
    this.protocols = protocols
  }

  send(text: string): void {
    if (this.readyState !== 1) throw new Error('not open')
    this.texts.push(text)
    this.sent.push(...[JSON.parse(text) as Frame].flat())
  }

  close(code?: number): void {
    this.readyState = 3
    this.closedWith = code
  }

  /** The handshake succeeds. */
  open(): void {
    this.readyState = 1
    this.onopen?.({} as never)
  }

  /** The server says something: several frames travel as one array. */
  hear(...frames: object[]): void {
    this.hearText(JSON.stringify(frames.length === 1 ? frames[0] : frames))
  }

  hearText(data: unknown): void {
    this.onmessage?.({ data } as never)
  }

  /** The connection ends from the other side. */
  drop(code = 1006, reason = ''): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.onclose?.({ code, reason } as never)
  }

  said(type: string): Frame[] {
    return this.sent.filter(frame => frame.type === type)
  }

  /** The newest request of this type. */
  last(type: string): Frame {
    const frame = this.said(type).at(-1)
    if (!frame) throw new Error(`nothing said of type ${type}; said: ${this.sent.map(({ type }) => type).join(' ')}`)
    return frame
  }

  ok(type: string, fields: object = {}): void {
    this.hear({ type: 'ok', ref: this.last(type).ref, ...fields })
  }

  refuse(type: string, code: string, fields: object = {}): void {
    this.hear({ type: 'error', ref: this.last(type).ref, code, message: `${code}.`, retryable: false, ...fields })
  }
}

export interface FakeSockets {
  WebSocket: WebSocketConstructor
  all: FakeSocket[]
  /** The newest one. */
  readonly last: FakeSocket
}

export function fakeSockets(): FakeSockets {
  const all: FakeSocket[] = []
  return {
    all,
    get last() {
      const socket = all.at(-1)
      if (!socket) throw new Error('no socket was opened')
      return socket
    },
    WebSocket: class extends FakeSocket {
      constructor(url: string, protocols?: string | string[]) {
        super(url, protocols)
        all.push(this)
      }
    },
  }
}
