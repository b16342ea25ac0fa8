export interface TcpProxy {
  port: number
  /** `http://127.0.0.1:port` */
  url: string
  /** Connections open now. */
  readonly size: number
  /** Resets every connection, as a network that fails; new ones are taken. */
  cut(): void
  /** Nothing passes any more, in either direction, and nothing is closed, until `resume`. */
  freeze(): void
  resume(): void
  /** New connections are reset, until `accept`. */
  refuse(): void
  accept(): void
  /** What comes from now on is on its way for up to so long, each way. ms */
  delay(mostMs: number): void
  /** New connections go to another port. */
  retarget(port: number): void
  close(): Promise<void>
}

/** Stands between clients and a server on 127.0.0.1, and fails when told to. */
export function startTcpProxy(target: number): Promise<TcpProxy>
