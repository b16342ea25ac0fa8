import { Connection } from '../connection/connection.ts'
import { OVER, SESSION_OVER } from '../connection/ending.ts'
import type { ConnectionState } from '../connection/state.ts'
import { ChatError } from '../lib/chat-error.ts'
import { Emitter } from '../lib/emitter.ts'
import { toJson } from '../lib/to-json.ts'
import { Turns } from '../lib/turns.ts'
import { Waiters } from '../lib/waiters.ts'
import type { Limits } from '../protocol/limits.ts'
import type { Login, User } from '../protocol/records.ts'
import type { ConnectReply } from '../protocol/replies.ts'
import type { ConnectRequest } from '../protocol/requests.ts'
import { type ClientHost, clientHost } from './client-host.ts'
import { ClientIdentity } from './client-identity.ts'
import type { ClientParts } from './client-parts.ts'
import { hearFrame } from './hear-frame.ts'
import { lateDirectory, lateModeration } from './late-parts.ts'
import { Requests } from './requests.ts'
import { CLIENT_EVENTS } from './room-events.ts'
import { Rooms } from './rooms.ts'
import type { ChatClient, ClientEvents, Room, Session } from './types.ts'

export class Client implements ChatClient {
  readonly #parts: ClientParts
  readonly #events = new Emitter<ClientEvents>(CLIENT_EVENTS)
  readonly #rooms: Rooms
  readonly #waiters = new Waiters()
  /** Logins and logouts. */
  readonly #turns = new Turns()
  readonly #connection: Connection
  /** What rooms see of this client. */
  readonly #host: ClientHost
  readonly #identity: ClientIdentity
  readonly #unhold: (() => void) | undefined
  readonly directory: ChatClient['directory']
  readonly moderation: ChatClient['moderation']
  #welcome: ConnectReply | undefined
  /** Between two sessions: the connection will go on. */
  #changing = false

  constructor(parts: ClientParts) {
    const { address, origin, clock, drafts } = parts
    const requests = new Requests(clock, {
      online: () => this.status.status === 'online',
      send: frame => this.#connection.send(frame),
    })
    this.#parts = parts
    this.#host = clientHost(parts, requests, {
      connect: () => this.#connection.start(),
      leave: room => this.#rooms.leave(room),
    })
    this.directory = lateDirectory(this.#host)
    this.moderation = lateModeration(this.#host)
    this.#rooms = new Rooms(this.#host)
    this.#identity = new ClientIdentity(parts, this.#host, this.#rooms, this.#events, error => {
      if (error.code === 'identity_changed') this.#restart()
      else this.#connection.end(error)
    })
    this.#unhold = drafts?.hold(() => this.#rooms.inherit())
    this.#connection = new Connection(
      {
        ...parts,
        server: address.http,
        url: address.ws,
        context: { origin, renewable: ended => this.#identity.lost(ended) },
        hello: () => this.#hello(),
        probe: ref => ({ type: 'users', ref, room: this.#rooms.wanted[0]?.name ?? 'lobby', limit: 1 }),
      },
      {
        welcome: reply => this.#greet(reply),
        frame: frame => hearFrame(frame, requests, this.#rooms, this.#events),
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

  get guestId(): string | undefined {
    return this.#host.guestId
  }

  get limits(): Limits {
    return this.#host.limits
  }

  login(username: string, password?: string): Promise<Login> {
    return this.#turns.run(async () => {
      this.#check()
      this.#parts.checkScheme()
      const { begin } = await this.#parts.calls.get()
      this.#check()
      const login = await begin('/login', { body: toJson({ username, password }) })
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
    const { token } = this.#identity
    const { user, server, drafts } = this.#host
    this.#connection.stop()
    // what cannot be deleted is offered to the next user of this browser, never sent
    if (user) drafts?.clear({ server, user: user.id })
    this.#identity.end()
    for (const room of this.#rooms.all) room.clear(user)
    if (!token && this.#parts.credentials === 'token') return
    const { logout } = await this.#parts.calls.get()
    this.#check()
    await logout(token)
  }

  resume(session: Session | undefined): void {
    this.#check()
    if (session) this.#switch(session)
    else this.#connection.end(new ChatError('unauthorized', OVER))
  }

  identify(token: string, user?: User): Promise<void> {
    return this.#turns.run(async () => {
      this.#check()
      if (!(await this.#identity.identify(token, user))) this.#restart()
    })
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
    this.#parts.calls.close()
    for (const room of this.#rooms.all) room.end(ended)
    for (const undo of this.#host.atEnd) undo()
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
    const { checkScheme, credentials } = this.#parts
    checkScheme()
    await this.#turns.over
    const token = await this.#identity.next()
    if (!token && credentials === 'token') throw new ChatError('unauthorized', 'Log in first.')
    // the rest is joined singly
    const rooms = this.#rooms.wanted.slice(0, this.limits.rooms)
    return { token, rooms: rooms.map(room => room.position), accepts: ['held'] }
  }

  #greet(reply: ConnectReply): void {
    const error = this.#identity.greet(reply)
    if (error) this.#connection.end(error)
    else this.#welcome = reply
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
      this.#identity.closed()
    }
    const over = status === 'closed' && SESSION_OVER.has(state.error.code)
    if (over) this.#identity.token = this.#host.user = undefined
    this.#events.emit('status', state)
    if (over) this.#identity.end()
    if (welcome) this.#rooms.welcome(welcome.rooms)
    if (status === 'online') this.#waiters.resolve()
    if (hopeless) this.#waiters.reject(hopeless)
    if (status === 'closed') this.#events.emit('error', state.error)
  }

  #stopped(): ChatError {
    return this.#host.ended ?? new ChatError('closed', 'The connection was ended.')
  }

  /** Goes on as somebody else: with a new connection, where there was one or a room waits for it. */
  #switch(session: Session): void {
    const { status } = this.status
    const goesOn = (status !== 'idle' && status !== 'closed') || this.#rooms.wanted.length > 0
    this.#restart(goesOn, () => this.#identity.begin(session))
  }

  /** Ends the connection, and begins another one where it `goesOn`. */
  #restart(goesOn = true, between?: () => void): void {
    this.#changing = goesOn
    this.#connection.stop()
    this.#changing = false
    between?.()
    if (goesOn && !this.#host.ended) this.#connection.start()
  }
}
