import type { Peer, PeerEvents } from '../../ports/transport.ts'
import { closeFrame } from '../transport/close-frame.ts'
import { PeerLife } from '../transport/peer-life.ts'
import type { UwsData, UwsSocket } from './module.ts'

const DROPPED = 2
/** As an answer to a message; a longer text is worth a system call of its own. */
const SHORT_LENGTH = 256

/** What all peers need of their transport. */
export interface UwsHome {
  publish: (topic: string, data: UwsData) => void
  onFault: (error: unknown) => void
}

/** As it is where it may be: the engine writes half a surrogate pair of a string as invalid UTF-8. */
export function toWire(text: string): UwsData {
  return text.isWellFormed() ? text : Buffer.from(text)
}

/** One socket of uWebSockets.js. The engine's object never leaves this one, because any call on a closed one throws. */
export class UwsPeer implements Peer {
  readonly id: number
  readonly #home: UwsHome
  readonly #life: PeerLife
  #open: ((peer: Peer) => PeerEvents) | undefined
  #ws: UwsSocket<unknown> | undefined
  #slow = false
  /** It is subscribed to what goes to it alone. */
  #isAddressed = false

  /** `open` says what to do with it, once `begin` has brought its socket. */
  constructor(id: number, home: UwsHome, open: (peer: Peer) => PeerEvents) {
    this.id = id
    this.#home = home
    this.#life = new PeerLife(home.onFault)
    this.#open = open
  }

  begin(ws: UwsSocket<unknown>): void {
    const open = this.#open
    // what it holds of the request is not needed for as long as the socket lasts
    this.#open = undefined
    this.#ws = ws
    if (open && !this.#life.begin(() => open(this))) this.#fail()
  }

  received(text: string | undefined): void {
    if (!(text === undefined ? this.#life.binary() : this.#life.text(text))) this.#fail()
  }

  /** The engine dropped something for it. It means to close it, but does not while the peer goes on sending. */
  dropped(): void {
    if (this.#slow) return
    this.#slow = true
    // not at once: the engine is in the middle of a list of peers
    setImmediate(() => {
      if (!this.#life.ended) this.#ws?.close()
    })
  }

  ended(code: number): void {
    this.#life.end(code, this.#slow)
  }

  send(text: string): void {
    const ws = this.#ws
    if (this.#life.ended || !ws) return
    const data = toWire(text)
    if (text.length <= SHORT_LENGTH && this.#address(ws, data)) return
    if (ws.send(data, false, false) === DROPPED) this.dropped()
  }

  subscribe(topic: string): void {
    if (!this.#life.ended) this.#ws?.subscribe(topic)
  }

  unsubscribe(topic: string): void {
    if (!this.#life.ended) this.#ws?.unsubscribe(topic)
  }

  publish(topic: string, text: string): void {
    const ws = this.#ws
    if (this.#life.ended || !ws) return
    const data = toWire(text)
    // the engine's own publish needs a subscriber
    if (ws.isSubscribed(topic)) ws.publish(topic, data, false, false)
    else this.#home.publish(topic, data)
  }

  close(code: number, reason: string): void {
    if (this.#life.ended) return
    const frame = closeFrame(code, reason)
    this.#ws?.end(frame.code, frame.reason)
  }

  /**
   * What is published to a peer in a turn leaves it in one system call. What is sent does not: the engine's `cork` ends
   * with the first thing that was published before, from the moment on at which it has corked a peer by itself.
   */
  #address(ws: UwsSocket<unknown>, data: UwsData): boolean {
    const topic = `peer:${this.id}`
    if (!this.#isAddressed) this.#isAddressed = ws.subscribe(topic)
    if (this.#isAddressed) this.#home.publish(topic, data)
    return this.#isAddressed
  }

  #fail(): void {
    this.close(1011, 'internal error')
  }
}
