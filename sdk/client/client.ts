import { Connection } from '../connection/connection.ts'
import type { ConnectionState } from '../connection/state.ts'
import { ChatError } from '../lib/chat-error.ts'
import { Emitter } from '../lib/emitter.ts'
import { Waiters } from '../lib/waiters.ts'
import type { ServerFrame } from '../protocol/events.ts'
import { DEFAULT_LIMITS, type Limits } from '../protocol/limits.ts'
import type { Login, User } from '../protocol/records.ts'
import type { ConnectReply } from '../protocol/replies.ts'
import type { ConnectRequest } from '../protocol/requests.ts'
import { ChatRoom } from './chat-room.ts'
import type { ClientParts } from './client-parts.ts'
import { Requests, refused } from './requests.ts'
import type { RoomHost } from './room-host.ts'
import type { ChatClient, ClientEvents, Room } from './types.ts'

/** The session is over, whatever is tried. */
const OVER = new Set<ChatError['code']>(['unauthorized', 'token_expired', 'username_taken'])

export class Client implements ChatClient {
  readonly #parts: ClientParts
  readonly #events = new Emitter<ClientEvents>()
  readonly #rooms = new Map<string, ChatRoom>()
  readonly #waiters = new Waiters()
  readonly #connection: Connection
  /** What rooms see of this client. */
  readonly #host: { -readonly [K in keyof RoomHost]: RoomHost[K] }
  readonly #unhold: (() => void) | undefined
  #token: string | undefined
  #welcome: ConnectReply | undefined
  #ended: ChatError | undefined

  constructor(parts: ClientParts) {
    const { address, origin, clock, random, cid, getToken, user, drafts } = parts
    const requests = new Requests(clock, {
      online: () => this.status.status === 'online',
      send: frame => this.#connection.send(frame),
    })
    this.#parts = parts
    if (parts.credentials === 'token') this.#token = parts.token
    this.#host = { server: address.http, clock, random, cid, requests, user, drafts, limits: DEFAULT_LIMITS }
    this.#unhold = drafts?.hold?.(() => {
      for (const room of this.#rooms.values()) room.inherit()
    })
    this.#connection = new Connection(
      {
        ...parts,
        server: address.http,
        url: address.ws,
        context: { origin, renewable: getToken !== undefined },
        hello: () => this.#hello(),
        probe: ref => ({ type: 'users', ref, room: this.#wanted()[0]?.name ?? 'lobby', limit: 1 }),
      },
      {
        welcome: reply => this.#greet(reply),
        frame: frame => this.#hear(frame),
        state: state => this.#turn(state),
      },
    )
  }

  get server(): string {
    return this.#parts.address.http
  }

  get status(): ConnectionState {
    return this.#connection.state
  }

  get user(): User | undefined {
    return this.#host.user
  }

  get limits(): Limits {
    return this.#host.limits
  }

  async login(username: string): Promise<Login> {
    this.#check()
    this.#parts.checkScheme()
    const login = await this.#parts.logins.login(username)
    this.#check()
    const { status } = this.status
    this.#connection.stop()
    // also beside a cookie, which counts only where the server knows its own address
    this.#token = login.token
    this.#become(login.user)
    this.#events.emit('session', login)
    if (status !== 'idle' && status !== 'closed') this.#connection.start()
    return login
  }

  async logout(): Promise<void> {
    this.#check()
    const token = this.#token
    const { user, server, drafts } = this.#host
    this.#connection.stop()
    // what cannot be deleted is offered to the next user of this browser, never sent
    if (user) drafts?.clear({ server, user: user.id }).catch(() => {})
    this.#endSession()
    for (const room of this.#rooms.values()) room.clear()
    if (!token && this.#parts.credentials === 'token') return
    try {
      await this.#parts.logins.logout(token)
    } catch (error) {
      if (!(error instanceof ChatError) || !OVER.has(error.code)) throw error
    }
  }

  async connect(): Promise<void> {
    this.#check()
    if (this.status.status === 'online') return
    const done = this.#waiters.wait()
    this.#connection.start()
    return done
  }

  async disconnect(): Promise<void> {
    this.#connection.stop()
  }

  retryNow(): void {
    this.#connection.retry()
  }

  room(name: string): Room {
    const room = this.#rooms.get(name) ?? new ChatRoom(name, this.#host)
    this.#rooms.set(name, room)
    return room
  }

  rooms(): readonly Room[] {
    return [...this.#rooms.values()]
  }

  close(): void {
    if (this.#ended) return
    this.#ended = new ChatError('closed', 'This client was closed.')
    this.#connection.drop()
    this.#parts.logins.close()
    for (const room of this.#rooms.values()) room.end(this.#ended)
    this.#events.clear()
    this.#unhold?.()
  }

  on<K extends keyof ClientEvents>(event: K, listener: (value: ClientEvents[K]) => void): () => void {
    return this.#events.on(event, listener)
  }

  #check(): void {
    if (this.#ended) throw this.#ended
  }

  #wanted(): ChatRoom[] {
    return [...this.#rooms.values()].filter(room => room.wanted)
  }

  async #hello(): Promise<Omit<ConnectRequest, 'type' | 'ref'>> {
    const { checkScheme, getToken, credentials } = this.#parts
    checkScheme()
    if (getToken) this.#token = await getToken()
    const token = this.#token
    if (!token && credentials === 'token') throw new ChatError('unauthorized', 'Log in first.')
    // the rest is joined singly
    const rooms = this.#wanted().slice(0, this.limits.rooms)
    return { token, rooms: rooms.map(room => room.standing) }
  }

  #greet(reply: ConnectReply): void {
    this.#welcome = reply
    this.#host.limits = { ...DEFAULT_LIMITS, ...reply.limits }
    this.#become(reply.user)
  }

  #turn(state: ConnectionState): void {
    const { status } = state
    const welcome = status === 'online' ? this.#welcome : undefined
    this.#welcome = undefined
    if (status !== 'online') {
      for (const room of this.#rooms.values()) room.lost()
      this.#host.requests.drop()
    }
    const over = status === 'closed' && OVER.has(state.error.code)
    if (over) this.#token = this.#host.user = undefined
    this.#events.emit('status', state)
    if (over) this.#endSession()
    if (welcome) this.#enter(welcome)
    if (status === 'online') this.#waiters.resolve()
    if (status === 'idle') this.#waiters.reject(this.#ended ?? new ChatError('closed', 'The connection was ended.'))
    if (status !== 'closed') return
    this.#waiters.reject(state.error)
    this.#events.emit('error', state.error)
  }

  #enter({ rooms }: ConnectReply): void {
    const results = new Map(rooms.map(result => [result.room, result]))
    for (const room of this.#wanted()) room.welcome(results.get(room.name))
    for (const [name, result] of results) {
      if ('error' in result || this.#rooms.get(name)?.wanted) continue
      this.#host.requests.call<'leave'>({ type: 'leave', room: name }, () => {})
    }
  }

  #hear(frame: ServerFrame): void {
    switch (frame.type) {
      case 'ok':
        this.#host.requests.settle(frame)
        return
      case 'error':
        if (!this.#host.requests.settle(frame) && frame.ref === undefined) this.#events.emit('error', refused(frame))
        return
      case 'head':
        for (const [name, seq] of Object.entries(frame.rooms)) this.#rooms.get(name)?.head(seq)
        return
      case 'disconnect':
        // the link has dealt with it
        return
      default:
        this.#rooms.get(frame.room)?.hear(frame)
    }
  }

  #become(user: User | undefined): void {
    this.#host.user = user
    for (const room of this.#rooms.values()) room.belong(user?.id)
  }

  #endSession(): void {
    this.#token = undefined
    this.#become(undefined)
    this.#events.emit('session', undefined)
  }
}
