/** What this project uses of uWebSockets.js, whichever build of it is installed. */
export interface UwsModule {
  App(): UwsApp
  us_listen_socket_close(socket: UwsListenSocket): void
  us_socket_local_port(socket: UwsListenSocket): number
}

export type UwsListenSocket = object
export type UwsContext = object
export type UwsData = string | Uint8Array

export interface UwsApp {
  any(pattern: string, handler: (res: UwsResponse, req: UwsRequest) => void): UwsApp
  ws<T>(pattern: string, behavior: UwsBehavior<T>): UwsApp
  /** Hears of each TCP connection: `change` is 1 when it begins, -1 when it ends or becomes a WebSocket. */
  filter(hear: (res: UwsResponse, change: number) => void): UwsApp
  listen(host: string, port: number, options: number, listening: (socket: UwsListenSocket | false) => void): UwsApp
  publish(topic: string, message: UwsData, isBinary: boolean, compress: boolean): boolean
  close(): UwsApp
}

export interface UwsBehavior<T> {
  maxPayloadLength: number
  maxBackpressure: number
  closeOnBackpressureLimit: number
  idleTimeout: number
  sendPingsAutomatically: boolean
  compression: number
  upgrade(res: UwsResponse, req: UwsRequest, context: UwsContext): void
  open(ws: UwsSocket<T>): void
  message(ws: UwsSocket<T>, message: ArrayBuffer, isBinary: boolean): void
  dropped(ws: UwsSocket<T>, message: ArrayBuffer, isBinary: boolean): void
  close(ws: UwsSocket<T>, code: number, reason: ArrayBuffer): void
}

/** Throws on any call after `close`, but for `getUserData`. */
export interface UwsSocket<T> {
  getUserData(): T
  /** 0: it waits, 1: it went out, 2: dropped. */
  send(message: UwsData, isBinary: boolean, compress: boolean): number
  /** Calls `close` before it returns. */
  end(code: number, reason: UwsData): void
  /** The same without a close frame. */
  close(): void
  subscribe(topic: string): boolean
  unsubscribe(topic: string): boolean
  isSubscribed(topic: string): boolean
  publish(topic: string, message: UwsData, isBinary: boolean, compress: boolean): boolean
}

/** Throws on any call after `onAborted` or a complete response. */
export interface UwsResponse {
  onAborted(handler: () => void): UwsResponse
  /** The chunk is emptied when the handler returns. */
  onData(handler: (chunk: ArrayBuffer, isLast: boolean) => void): UwsResponse
  cork(write: () => void): UwsResponse
  writeStatus(status: string): UwsResponse
  writeHeader(name: string, value: string): UwsResponse
  end(body?: UwsData, closeConnection?: boolean): UwsResponse
  /** In chunks, of a length that is not known; false: some of it waits. */
  write(chunk: UwsData): boolean
  /** Writes what the socket takes now: whether that was all of the rest, and whether the response is complete. */
  tryEnd(rest: Uint8Array, totalSize: number): [ok: boolean, done: boolean]
  /** Called with the bytes of the body that are out; returns whether the rest went out. */
  onWritable(handler: (offset: number) => boolean): UwsResponse
  endWithoutBody(): UwsResponse
  close(): UwsResponse
  getRemoteAddress(): ArrayBuffer
  upgrade<T>(data: T, key: string, protocol: string, extensions: string, context: UwsContext): void
}

/** Gone when the handler returns. */
export interface UwsRequest {
  getMethod(): string
  getUrl(): string
  getQuery(): string | undefined
  forEach(each: (name: string, value: string) => void): void
}

/** Loads it, or rejects with the engine's own error. */
export async function loadUws(): Promise<UwsModule> {
  // not a literal: it may be missing, and neither the compiler nor a bundler shall mind
  const name = 'uWebSockets.js'
  const loaded: { default?: Partial<UwsModule> } = await import(name)
  const module = loaded.default
  if (typeof module?.App !== 'function' || typeof module.us_socket_local_port !== 'function') {
    throw new Error('The package uWebSockets.js does not hold what its name says.')
  }
  return module as UwsModule
}
