import { Connection } from '../connection/connection.ts'
import { OVER, SESSION_OVER } from '../connection/ending.ts'
import type { ConnectionState } from '../connection/state.ts'
import { ChatError } from '../lib/chat-error.ts'
import { Emitter } from '../lib/emitter.ts'
import { Turns } from '../lib/turns.ts'
import { Waiters } from '../lib/waiters.ts'
import { DEFAULT_LIMITS, type Limits } from '../protocol/limits.ts'
import type { Login, User } from '../protocol/records.ts'
import type { ConnectReply } from '../protocol/replies.ts'
import type { ConnectRequest } from '../protocol/requests.ts'
import type { ClientParts } from './client-parts.ts'
import { hearFrame } from './hear-frame.ts'
import { Requests } from './requests.ts'
import type { RoomHost } from './room-host.ts'
import { Rooms } from './rooms.ts'
import type { ChatClient, ClientEvents, Room, Session } from './types.ts'

export class Client implements ChatClient {
  readonly #parts: ClientParts
  readonly #events = new Emitter<ClientEvents>({ status: 0, session: 0, error: 0 })
  readonly #rooms: Rooms
  readonly #waiters = new Waiters()
  /** Logins and logouts. */
  readonly #turns = new Turns()
  readonly #connection: Connection
  /** What rooms see of this client. */
  readonly #host: { -readonly [K in keyof RoomHost]: RoomHost[K] }
  readonly #unhold: (() => void) | undefined
  #token: string | undefined
  #welcome: ConnectReply | undefined
  /** Between two sessions: the connection will go on. */
  #changing = false

  constructor(parts: ClientParts) {
    const { address, origin, clock, getToken, drafts } = parts
    const now = clock.now()
    const requests = new Requests(clock, {
      online: () => this.status.status === 'online',
      send: frame => this.#connection.send(frame),
    })
    this.#parts = parts
    if (parts.credentials === 'token') this.#token = parts.token
    this.#host = {
      ...parts,
      server: address.http,
      requests,
      limits: DEFAULT_LIMITS,
      welcomed: { server: now, here: now },
      ended: undefined,
      connect: () => this.#connection.start(),
      leave: room => this.#rooms.leave(room),
    }
    this.#rooms = new Rooms(this.#host)
    this.#unhold = drafts?.hold(() => this.#rooms.inherit())
    this.#connection = new Connection(
      {
        ...parts,
        server: address.http,
        url: address.ws,
        context: { origin, renewable: getToken !== undefined },
        hello: () => this.#hello(),
        probe: ref => ({ type: 'users', ref, room: this.#rooms.wanted[0]?.name ?? 'lobby', limit: 1 }),
      },
      {
        welcome: reply => this.#greet(reply),
        frame: frame => hearFrame(frame, requests, this.#rooms, error => this.#events.emit('error', error)),
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

  login(username: string): Promise<Login> {
    return this.#turns.run(async () => {
      this.#check()
      this.#parts.checkScheme()
      const login = await this.#parts.logins.login(username)
      this.#check()
      this.#switch(login)
      return login
    })
  }

  logout(): Promise<void> {
    return this.#turns.run(() => this.#logout())
  }

  async #logout(): Promise<void> {
    this.#check()
    const token = this.#token
    const { user, server, drafts } = this.#host
    this.#connection.stop()
    // what cannot be deleted is offered to the next user of this browser, never sent
    if (user) drafts?.clear({ server, user: user.id })
    this.#endSession()
    for (const room of this.#rooms.all) room.clear(user)
    if (!token && this.#parts.credentials === 'token') return
    try {
      await this.#parts.logins.logout(token)
    } catch (error) {
      if (!(error instanceof ChatError) || !SESSION_OVER.has(error.code)) throw error
    }
  }

  resume(session: Session | undefined): void {
    this.#check()
    if (session) this.#switch(session)
    else this.#connection.end(new ChatError('unauthorized', OVER))
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
    this.#check()
    return this.#rooms.open(name)
  }

  rooms(): readonly Room[] {
    return this.#rooms.all
  }

  release(name: string): Promise<void> {
    return this.#rooms.release(name)
  }

  close(): void {
    if (this.#host.ended) return
    const ended = new ChatError('closed', 'This client was closed.')
    this.#host.ended = ended
    this.#connection.drop()
    this.#parts.logins.close()
    for (const room of this.#rooms.all) room.end(ended)
    this.#events.clear()
    this.#unhold?.()
  }

  on<K extends keyof ClientEvents>(event: K, listener: (value: ClientEvents[K]) => void): () => void {
    return this.#events.on(event, listener)
  }

  #check(): void {
    if (this.#host.ended) throw this.#host.ended
  }

  async #hello(): Promise<Omit<ConnectRequest, 'type' | 'ref'>> {
    const { checkScheme, getToken, credentials } = this.#parts
    checkScheme()
    await this.#turns.over
    if (getToken) this.#token = await getToken()
    const token = this.#token
    if (!token && credentials === 'token') throw new ChatError('unauthorized', 'Log in first.')
    // the rest is joined singly
    const rooms = this.#rooms.wanted.slice(0, this.limits.rooms)
    return { token, rooms: rooms.map(room => room.position) }
  }

  #greet(reply: ConnectReply): void {
    const { user } = this.#host
    // The cookie may be another one's by now: nobody becomes somebody else without a word
    if (this.#parts.credentials === 'cookie' && !this.#token && user && user.id !== reply.user.id) {
      this.#connection.end(new ChatError('unauthorized', 'Somebody else has logged in here. Log in again.'))
      return
    }
    this.#welcome = reply
    const here = this.#parts.clock.now()
    this.#host.welcomed = { server: reply.serverAt ?? here, here }
    this.#host.limits = { ...DEFAULT_LIMITS, ...reply.limits }
    this.#become(reply.user)
  }

  #turn(state: ConnectionState): void {
    const { status } = state
    const welcome = status === 'online' ? this.#welcome : undefined
    this.#welcome = undefined
    // Nothing connects by itself any more
    const hopeless =
      status === 'closed' ? state.error : status === 'idle' && !this.#changing ? this.#stopped() : undefined
    if (status !== 'online') {
      for (const room of this.#rooms.all) room.lost(hopeless)
      this.#host.requests.drop()
    }
    const over = status === 'closed' && SESSION_OVER.has(state.error.code)
    if (over) this.#token = this.#host.user = undefined
    this.#events.emit('status', state)
    if (over) this.#endSession()
    if (welcome) this.#rooms.welcome(welcome.rooms)
    if (status === 'online') this.#waiters.resolve()
    if (hopeless) this.#waiters.reject(hopeless)
    if (status === 'closed') this.#events.emit('error', state.error)
  }

  #stopped(): ChatError {
    return this.#host.ended ?? new ChatError('closed', 'The connection was ended.')
  }

  #become(user: User | undefined): void {
    this.#host.user = user
    this.#rooms.belong(user)
  }

  /** Goes on as somebody else: with a new connection, where there was one or a room waits for it. */
  #switch(session: Session): void {
    const { status } = this.status
    const goesOn = (status !== 'idle' && status !== 'closed') || this.#rooms.wanted.length > 0
    this.#changing = goesOn
    this.#connection.stop()
    this.#changing = false
    // also beside a cookie, which counts only where the server knows its own address
    this.#token = session.token
    this.#become(session.user)
    this.#events.emit('session', session)
    if (goesOn && !this.#host.ended) this.#connection.start()
  }

  #endSession(): void {
    this.#token = undefined
    this.#become(undefined)
    this.#events.emit('session', undefined)
  }
}
