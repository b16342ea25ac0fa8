import type { ChatClient, Session } from '../client/types.ts'
import type { ConnectionState } from '../connection/state.ts'
import type { ChatError } from '../lib/chat-error.ts'
import { type Clock, systemClock } from '../lib/clock.ts'
import { Computed } from '../lib/computed.ts'
import { same } from './same.ts'
import type { ClientIntent, ClientView } from './view-model.ts'

const NEWS_MS = 4_000
const SESSION_OVER: readonly string[] = ['unauthorized', 'token_expired', 'username_taken', 'removed', 'signed_out']

export interface ClientStoreOptions {
  client: ChatClient
  /** The last name used, for the login's field. */
  name?: string | undefined
  clock?: Clock | undefined
  /** The page says who is logged in: there is no login here. */
  site?: boolean | undefined
}

/** One client as a view-model, whatever rooms it is in: session, connection, and which screen follows from them. */
export class ClientStore {
  readonly client: ChatClient
  readonly #clock: Clock
  readonly #undo: (() => void)[] = []
  readonly #enters = new Set<() => void>()
  readonly #computed: Computed<ClientView>
  #state: ClientView
  #stopped = false
  #keepsName = true
  #endNews: (() => void) | undefined

  constructor({ client, name = '', clock = systemClock, site }: ClientStoreOptions) {
    this.client = client
    this.#clock = clock
    this.#state = {
      screen: 'login',
      me: client.user,
      former: client.guestId,
      connection: client.status,
      news: false,
      login: { busy: false, error: undefined, name },
      ...(site && { site }),
    }
    this.#computed = new Computed(before => same(this.#state, before))
  }

  get view(): ClientView {
    return this.#computed.value
  }

  /** Calls when `view` has changed since it was read last. Returns what ends that. */
  subscribe(changed: () => void): () => void {
    return this.#computed.subscribe(changed)
  }

  /** Calls when rooms are to be joined, and at once if that has been. Returns what ends it. */
  onEnter(enter: () => void): () => void {
    this.#enters.add(enter)
    if (this.#state.screen !== 'login') enter()
    return () => void this.#enters.delete(enter)
  }

  /** Begins to follow the client; `resume`: a session from earlier may still count. */
  start(resume: boolean): void {
    this.#undo.push(
      this.client.on('status', status => this.#onStatus(status)),
      this.client.on('session', session => this.#onSession(session)),
    )
    if (!resume) return
    // before the first try it is not known whether the session still counts
    const tried = this.client.user && this.client.status.status !== 'idle'
    this.#set({ screen: tried ? 'chat' : 'starting' })
    this.#enter()
  }

  /** Whether the login that follows begins with the name of who this is. */
  keepName(keep: boolean): void {
    this.#keepsName = keep
  }

  /** Rejects with the ChatError that the login view shows. */
  async login(name: string): Promise<void> {
    this.#set({ login: { busy: true, error: undefined, name } })
    let error: ChatError | undefined
    try {
      await this.client.login(name)
      if (!this.#stopped) this.#enter()
    } catch (cause) {
      error = cause as ChatError
      throw cause
    } finally {
      this.#set({ login: { busy: false, error, name } })
    }
  }

  dispatch(intent: ClientIntent): void {
    switch (intent.type) {
      case 'login':
        if (!this.#state.login.busy) this.login(intent.name).catch(() => {})
        break
      case 'logout':
        this.client.logout().catch(() => {})
        break
      case 'reconnect':
        if (this.client.status.status === 'waiting') this.client.retryNow()
        else this.#enter()
    }
  }

  /** For a few seconds. */
  show(news: Exclude<ClientView['news'], false>): void {
    this.#endNews?.()
    this.#set({ news })
    this.#endNews = this.#clock.after(NEWS_MS, () => this.#set({ news: false }))
  }

  /** Lets go of the client, which stays as it is. */
  stop(): void {
    this.#stopped = true
    this.#endNews?.()
    for (const undo of this.#undo.splice(0)) undo()
    this.#computed.clear()
  }

  #enter(): void {
    // The rooms first: they then travel in the same round trip as `connect`
    for (const enter of [...this.#enters]) enter()
    this.client.connect().catch(() => {})
  }

  #onStatus(connection: ConnectionState): void {
    const { connection: before, screen, me } = this.#state
    // Who it was is still told when the session is over
    this.#set({ connection, me: this.client.user ?? me, former: this.client.guestId })
    if (connection.status === 'online') {
      this.#set({ screen: 'chat' })
      if ('resuming' in before && before.resuming) this.show('reconnected')
    } else if (connection.status === 'waiting') {
      if (screen === 'starting') this.#set({ screen: 'chat' })
    } else if (connection.status === 'closed') {
      if (screen === 'starting' || SESSION_OVER.includes(connection.error.code)) this.#over()
    }
  }

  #onSession(session: Session | undefined): void {
    const { screen, me } = this.#state
    if (!session) {
      this.#over()
      return
    }
    this.#keepsName = true
    this.#set({ screen: 'chat', me: session.user, former: this.client.guestId })
    // Somebody has logged in in another tab, or in another element of the page
    if (screen === 'chat' && me && me.name !== session.user.name) this.show('became')
  }

  #over(): void {
    const { status } = this.client
    const { me, login, site } = this.#state
    if (site) {
      this.#set({ screen: 'starting', news: false, me: undefined })
      return
    }
    const error = status.status === 'closed' ? status.error : undefined
    const name = this.#keepsName ? (me?.name ?? login.name) : ''
    this.#set({ screen: 'login', news: false, login: { busy: login.busy, error, name } })
  }

  #set(change: Partial<ClientView>): void {
    this.#state = { ...this.#state, ...change }
    if (!this.#stopped) this.#computed.invalidate()
  }
}
