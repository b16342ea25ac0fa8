import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import { CLOSE } from '../../../sdk/protocol/close-codes.ts'
import type { Peer, PeerEvents } from '../../ports/transport.ts'
import { closeFrame } from '../transport/close-frame.ts'
import { PeerLife } from '../transport/peer-life.ts'
import { wsTextFrame } from './frame.ts'

/** What a peer needs of its transport. */
export interface WsHome {
  maxBackpressureBytes: number
  onFault: (error: unknown) => void
  subscribe(topic: string, peer: WsPeer): void
  unsubscribe(topic: string, peer: WsPeer): void
  publish(topic: string, text: string, but: WsPeer): void
  /** Flush it at the end of this turn. */
  corked(peer: WsPeer): void
  /** It has no topics any more. */
  ended(peer: WsPeer): void
}

/** One socket of `ws`. Frames go to the TCP socket ready-made, gathered for one turn of the event loop. */
export class WsPeer implements Peer {
  readonly id: number
  readonly #ws: WebSocket
  readonly #socket: Socket
  readonly #home: WsHome
  readonly #life: PeerLife
  #corked = false
  #bytesRead = 0
  #silentChecks = 0

  constructor(id: number, ws: WebSocket, socket: Socket, home: WsHome) {
    this.id = id
    this.#ws = ws
    this.#socket = socket
    this.#home = home
    this.#life = new PeerLife(home.onFault)
  }

  begin(open: (peer: Peer) => PeerEvents): void {
    this.#ws.on('message', (data: Buffer, isBinary) => {
      if (!(isBinary ? this.#life.binary() : this.#life.text(data.toString()))) this.#fail()
    })
    // not left to `ws`, which answers also one who does not read
    this.#ws.on('ping', data => {
      if (this.#mayWrite()) this.#ws.pong(data)
      else this.endSlow()
    })
    this.#ws.on('error', () => this.#end(1006, false))
    this.#ws.on('close', code => this.#end(code, false))
    if (!this.#life.begin(() => open(this))) this.#fail()
  }

  send(text: string): void {
    if (!this.write(wsTextFrame(text))) this.endSlow()
  }

  /** False when too much waits already: nothing was written, and the peer is to be ended as slow. */
  write(frame: Buffer): boolean {
    // nothing may follow a close frame, ours or the answer to the peer's
    if (this.#life.ended || this.#ws.readyState !== this.#ws.OPEN) return true
    if (!this.#mayWrite()) return false
    if (!this.#corked) {
      this.#corked = true
      this.#socket.cork()
      this.#home.corked(this)
    }
    this.#socket.write(frame)
    return true
  }

  flush(): void {
    if (!this.#corked) return
    this.#corked = false
    this.#socket.uncork()
  }

  subscribe(topic: string): void {
    if (!this.#life.ended) this.#home.subscribe(topic, this)
  }

  unsubscribe(topic: string): void {
    if (!this.#life.ended) this.#home.unsubscribe(topic, this)
  }

  publish(topic: string, text: string): void {
    if (!this.#life.ended) this.#home.publish(topic, text, this)
  }

  close(code: number, reason: string): void {
    this.#close(code, reason, false)
  }

  /** Says why, if the peer comes to read that before `ws` ends the socket for good. */
  endSlow(): void {
    this.#close(CLOSE.slowConsumer, 'slow consumer', true)
  }

  terminate(): void {
    // a goodbye of this turn goes out first
    this.flush()
    this.#ws.terminate()
    this.#end(1006, false)
  }

  /** Called at a steady pace: pings one that was silent since the last call, ends one silent for `most` calls. */
  checkAlive(most: number): void {
    const { bytesRead } = this.#socket
    this.#silentChecks = bytesRead === this.#bytesRead ? this.#silentChecks + 1 : 0
    this.#bytesRead = bytesRead
    if (this.#silentChecks >= most) this.terminate()
    else if (this.#silentChecks > 0 && !this.#life.ended) this.#ws.ping()
  }

  #mayWrite(): boolean {
    const most = this.#home.maxBackpressureBytes
    // what was gathered in this turn waits for nobody but us
    if (this.#socket.writableLength > most) this.flush()
    return this.#socket.writableLength <= most
  }

  #close(code: number, reason: string, slow: boolean): void {
    if (this.#life.ended) return
    const frame = closeFrame(code, reason)
    this.#ws.close(frame.code, frame.reason)
    this.#end(code, slow)
  }

  #fail(): void {
    this.#close(1011, 'internal error', false)
  }

  #end(code: number, slow: boolean): void {
    if (this.#life.ended) return
    this.#home.ended(this)
    this.#life.end(code, slow)
  }
}
