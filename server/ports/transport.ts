/** One HTTP request, copied out of the engine, so it may be kept. Header names are lower case. */
export interface HttpRequest {
  method: string
  /** Path without the query. */
  path: string
  query: string
  headers: ReadonlyMap<string, string>
  /** The address of the TCP peer; IPv4 as IPv4, also on a dual-stack socket. */
  address: string
  /** At most `maxBodyBytes`; undefined when there was more. Empty for an upgrade. */
  body: Uint8Array | undefined
}

/**
 * A body that comes piece by piece: the next one is asked for when the client has read most of those before. `return` is called
 * once nobody wants more of it, also where nothing was ever asked for; `next` never rejects after it.
 */
export interface BodyPieces {
  next(): Promise<IteratorResult<string, unknown>>
  return(): void
}

export interface HttpResponse {
  status: number
  headers: Readonly<Record<string, string>>
  body?: string | Uint8Array | BodyPieces | undefined
}

/**
 * One socket. Every call on a closed peer does nothing. What goes to a peer arrives in the order of the calls, `send` and
 * `publish` alike, whatever its size.
 */
export interface Peer {
  /** Unique in this transport's life. */
  readonly id: number
  /** Travels behind everything published before to a topic of this peer. */
  send(text: string): void
  /** What was published before does not reach it. */
  subscribe(topic: string): void
  /** What was published before still reaches it. */
  unsubscribe(topic: string): void
  /** To every subscriber of the topic but this peer, which need not be one. */
  publish(topic: string, text: string): void
  /**
   * The peer gets everything sent and published before, then code and reason (cut to 123 bytes). `closed` follows, at once
   * or later, exactly once; in `open`, after it. Throws a RangeError on a code that may not be sent.
   */
  close(code: number, reason: string): void
}

/**
 * What the application does with one socket. None is called after `closed`. One that throws is reported, and its peer
 * closed with 1011.
 */
export interface PeerEvents {
  text(text: string): void
  binary(): void
  /** `slow`: closed because it did not read what it was sent. */
  closed(code: number, slow: boolean): void
}

/** The answer to an upgrade: refuse it over HTTP, or say what to do with its socket. */
export type UpgradeAnswer =
  | { accept: false; response: HttpResponse }
  | { accept: true; subprotocol?: string | undefined; open: (peer: Peer) => PeerEvents }

/**
 * What a transport asks of the application. `upgrade` is synchronous, so none can hang; it hears of well-formed handshakes
 * only. A `request` that throws is answered with 500, one that never settles with 503.
 */
export interface TransportHandler {
  request(request: HttpRequest): HttpResponse | Promise<HttpResponse>
  upgrade(request: HttpRequest): UpgradeAnswer
}

export interface TransportOptions {
  /** Larger frames of a client close it with 1009 (1006 on some engines). */
  maxFrameBytes: number
  maxBodyBytes: number
  /** Bytes waiting for one peer before it is closed as slow. */
  maxBackpressureBytes: number
  /** Protocol pings keep healthy peers; one silent for this long is closed. Seconds. */
  idleTimeoutS: number
}

/** A socket and HTTP server: text in, text out. It knows no rooms. */
export interface Transport {
  readonly name: 'uws' | 'ws'
  /** Rejects with a sentence when the port is in use or the host cannot be bound. */
  listen(host: string, port: number, handler: TransportHandler): Promise<{ port: number }>
  publish(topic: string, text: string): void
  /** No new connections; open ones go on. */
  stopListening(): void
  /** Ends everything that is left. */
  close(): Promise<void>
}
