import WebSocket from 'ws'
import type { Login } from '../../sdk/protocol/records.ts'
import type { Change, Ledger } from './ledger.ts'

const BATCH = 20

interface Sending {
  cid: string
  room: string
  /** Of a message that is there; none: it is a new one. */
  change?: { messageId: string; what: Change } | undefined
}

/**
 * A program of its own on a bare socket: sends arrays of messages and of changes of them, each changed once, and all that
 * was not answered again after a cut.
 */
export class Pipeliner {
  readonly #login: Login
  readonly #url: string
  readonly #rooms: readonly string[]
  readonly #ledger: Ledger
  readonly #open = new Map<string, Sending>()
  /** Messages that are there and not changed yet. */
  readonly #unchanged: { room: string; id: string }[] = []
  #asked = new Map<number, Sending>()
  #socket: WebSocket | undefined
  #count = 0
  #ref = 1
  #stopped: (() => void) | undefined
  #ended = false

  constructor(login: Login, url: string, rooms: readonly string[], ledger: Ledger) {
    this.#login = login
    this.#url = url
    this.#rooms = rooms
    this.#ledger = ledger
    this.#connect()
  }

  /** Resolves when all that was sent is answered. */
  stop(): Promise<void> {
    return new Promise(resolve => {
      this.#stopped = () => {
        this.#socket?.close()
        resolve()
      }
      if (this.#open.size === 0) this.#stopped()
    })
  }

  /** At once, whatever is open. */
  end(): void {
    this.#ended = true
    this.#socket?.terminate()
  }

  #connect(): void {
    if (this.#ended) return
    const socket = new WebSocket(this.#url, ['chat.v1'])
    this.#socket = socket
    this.#asked = new Map()
    socket.on('error', () => {})
    socket.on('open', () => {
      const rooms = this.#rooms.map(room => ({ room }))
      this.#say([{ type: 'connect', ref: 1, token: this.#login.token, rooms }])
    })
    socket.on('message', data => {
      for (const frame of [JSON.parse(data.toString())].flat()) this.#hear(frame)
    })
    socket.on('close', code => {
      if (code >= 4500) this.#ledger.fault(`${this.#login.user.name} was closed with ${code}`)
      else if (!this.#stopped || this.#open.size > 0) setTimeout(() => this.#connect(), 20)
    })
  }

  #hear(frame: { type: string; ref?: number; seq: number; id: string; code?: string; retryable?: boolean }): void {
    if (frame.ref === 1) {
      if (frame.type === 'ok') this.#send()
      // one that is about to stop refuses, and closes the socket soon
      else if (!frame.retryable) this.#ledger.fault(`${this.#login.user.name} was not let in: ${frame.code}`)
      return
    }
    const sending = this.#asked.get(frame.ref ?? 0)
    if (!sending) return
    this.#asked.delete(frame.ref ?? 0)
    if (frame.type === 'ok') {
      const { cid, room, change } = sending
      this.#open.delete(cid)
      const id = change?.messageId ?? frame.id
      if (!change) this.#unchanged.push({ room, id })
      this.#ledger.acknowledge({ room, cid, user: this.#login.user.id, seq: frame.seq, id, change: change?.what })
    } else if (!frame.retryable) this.#ledger.fault(`${sending.cid} was refused: ${frame.code}`)
    if (this.#asked.size > 0) return
    if (this.#stopped && this.#open.size === 0) this.#stopped()
    else if (!this.#ended) setTimeout(() => this.#send(), frame.type === 'ok' ? 40 : 200)
  }

  /** The unanswered first, under their cids. */
  #send(): void {
    if (this.#asked.size > 0) return
    while (this.#open.size < BATCH && !this.#stopped) {
      const cid = `p${++this.#count}`
      const old = this.#count % 2 ? this.#unchanged.shift() : undefined
      const room = this.#rooms[this.#count % this.#rooms.length]!
      this.#open.set(cid, old ? { cid, ...this.#change(old) } : { cid, room })
    }
    const frames = [...this.#open.values()].map(sending => {
      const ref = ++this.#ref
      this.#asked.set(ref, sending)
      return { ref, ...this.#requestOf(sending) }
    })
    if (frames.length > 0) this.#say(frames)
  }

  #change({ room, id }: { room: string; id: string }): Pick<Sending, 'room' | 'change'> {
    const text = `${this.#login.user.name} pipes another ${this.#count}`
    const kinds: Change[] = [{ type: 'edit_message', text }, { type: 'react' }, { type: 'delete_message' }]
    return { room, change: { messageId: id, what: kinds[Math.floor(this.#count / 2) % kinds.length]! } }
  }

  #requestOf({ cid, room, change }: Sending): object {
    if (!change) return { type: 'send_message', room, cid, text: `${this.#login.user.name} pipes ${cid}` }
    const { messageId, what } = change
    return { ...what, room, cid, messageId, ...(what.type === 'react' && { emoji: '👀', on: true }) }
  }

  #say(frames: object[]): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frames))
  }
}
