import type { ChatClient, Room, Session } from '../client/types.ts'
import type { ConnectionState } from '../connection/state.ts'
import type { ChatError } from '../lib/chat-error.ts'
import { type Clock, systemClock } from '../lib/clock.ts'
import { collator } from '../lib/collator.ts'
import { buildView, type StoreState } from './build-view.ts'
import { followRoom } from './follow-room.ts'
import { keepNear } from './keep-near.ts'
import { type PagerTarget, pageChanges, pageNewer, pageOlder, pagePeople } from './room-pager.ts'
import type { RoomStoreOptions } from './room-store-options.ts'
import { EMPTY_ROSTER, roster } from './roster.ts'
import { timeline } from './timeline.ts'
import { type EdgeState, EMPTY_TIMELINE, type TimelineEvent } from './timeline-state.ts'
import type { Intent, ViewModel } from './view-model.ts'
import { write } from './write.ts'

const NEWS_MS = 4_000
const SESSION_OVER: readonly string[] = ['unauthorized', 'token_expired', 'username_taken', 'removed']

const askable = (beyond: EdgeState) => beyond === 'more' || beyond === 'failed'

/** One room of one client as a view-model: `subscribe` tells of changes, `dispatch` takes what people want. */
export class RoomStore {
  readonly room: Room
  readonly #client: ChatClient
  readonly #clock: Clock
  readonly #schedule: (run: () => void) => void
  readonly #collator: () => Pick<Intl.Collator, 'compare'>
  readonly #listeners = new Set<(view: ViewModel) => void>()
  readonly #undo: (() => void)[] = []
  readonly #pager: PagerTarget
  #state: StoreState
  #built: { state: StoreState; view: ViewModel }
  #told: ViewModel | undefined
  #scheduled = false
  #stopped = false
  #endNews: (() => void) | undefined
  #reading: string | undefined

  constructor({ client, room, name = '', lang, schedule = queueMicrotask, clock = systemClock }: RoomStoreOptions) {
    this.#client = client
    this.#clock = clock
    this.#schedule = schedule
    this.#collator = collator(lang)
    this.room = client.room(room)
    this.#state = {
      screen: 'login',
      room,
      me: client.user,
      connection: client.status,
      news: false,
      refused: undefined,
      login: { busy: false, error: undefined, name },
      timeline: EMPTY_TIMELINE,
      roster: EMPTY_ROSTER,
      typing: [],
      limit: client.limits.messageLength,
    }
    this.#built = buildView(this.#state, this.#collator)
    this.#pager = {
      log: event => {
        this.#log(event)
        this.#keepNear()
      },
      timeline: () => this.#state.timeline,
      clock,
      people: event => this.#set({ roster: roster(this.#state.roster, event) }),
      known: () => {
        const { users, more } = this.#build().people
        return { next: this.#state.roster.next, users: users.length, more }
      },
    }
  }

  /** As of the last notice. */
  get view(): ViewModel {
    return this.#built.view
  }

  /** The key of the first message in sight, while the newest one is not: what is far from it may go. */
  set reading(key: string | undefined) {
    this.#reading = key
    if (key === undefined) this.#keepNear()
  }

  subscribe(listener: (view: ViewModel) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Begins to follow client and room; `resume`: a session from earlier may still count. */
  start(resume: boolean): void {
    this.#undo.push(
      this.#client.on('status', status => this.#onStatus(status)),
      this.#client.on('session', session => this.#onSession(session)),
      followRoom(this.room, {
        ...this.#pager,
        refused: refused => this.#set({ refused }),
        failed: error => {
          // What a session left is told by its end
          if (error.code !== 'unauthorized') this.#show(error)
        },
        joined: () => void pageChanges(this.room, this.#pager),
        typing: typing => this.#set({ typing }),
        now: () => this.#clock.now(),
        me: () => this.#client.user,
      }),
    )
    if (!resume) return
    // before the first try it is not known whether the session still counts
    const tried = this.#client.user && this.#client.status.status !== 'idle'
    this.#set({ screen: tried ? 'chat' : 'starting' })
    this.#enter()
  }

  /** Rejects with the ChatError that the login view shows. */
  async login(name: string): Promise<void> {
    this.#set({ login: { busy: true, error: undefined, name } })
    let error: ChatError | undefined
    try {
      await this.#client.login(name)
      if (!this.#stopped) this.#enter()
    } catch (cause) {
      error = cause as ChatError
      throw cause
    } finally {
      this.#set({ login: { busy: false, error, name } })
    }
  }

  /** Throws ChatError where a text cannot be sent: `invalid_message`, `too_large`. */
  dispatch(intent: Intent): void {
    switch (intent.type) {
      case 'login':
        if (!this.#state.login.busy) this.login(intent.name).catch(() => {})
        break
      case 'logout':
        this.#client.logout().catch(() => {})
        break
      case 'older':
        if (askable(this.#state.timeline.older)) void pageOlder(this.room, this.#pager)
        break
      case 'newer':
        if (askable(this.#state.timeline.newer)) void pageNewer(this.room, this.#pager, this.#client.limits.historyPage)
        break
      case 'more-people':
        if (!this.#state.roster.loading) void pagePeople(this.room, this.#pager)
        break
      case 'reconnect':
        if (this.#client.status.status === 'waiting') this.#client.retryNow()
        else this.#enter()
        break
      default:
        write(this.room, intent)
    }
  }

  /** Lets go of client and room; both stay as they are. */
  stop(): void {
    this.#stopped = true
    this.#endNews?.()
    for (const undo of this.#undo.splice(0)) undo()
    this.#listeners.clear()
  }

  #enter(): void {
    // The room first: it then travels in the same round trip as `connect`
    this.room.join().catch(() => {})
    this.#client.connect().catch(() => {})
  }

  #onStatus(connection: ConnectionState): void {
    const { connection: before, screen, me } = this.#state
    const { user, limits } = this.#client
    // Who it was is still told when the session is over
    this.#set({ connection, me: user ?? me, limit: limits.messageLength })
    if (connection.status === 'online') {
      this.#set({ screen: 'chat' })
      if ('resuming' in before && before.resuming) this.#show('reconnected')
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
    this.#set({ screen: 'chat', me: session.user })
    // Somebody has logged in in another tab, or in another element of the page
    if (screen === 'chat' && me && me.name !== session.user.name) this.#show('became')
  }

  #show(news: Exclude<ViewModel['news'], false>): void {
    this.#endNews?.()
    this.#set({ news })
    this.#endNews = this.#clock.after(NEWS_MS, () => this.#set({ news: false }))
  }

  #over(): void {
    const { status } = this.#client
    const { me, login } = this.#state
    const error = status.status === 'closed' ? status.error : undefined
    const name = me?.name ?? login.name
    this.#set({ screen: 'login', news: false, typing: [], login: { busy: login.busy, error, name } })
  }

  #log(event: TimelineEvent): void {
    this.#set({ timeline: timeline(this.#state.timeline, event) })
  }

  #keepNear(): void {
    const event = keepNear(this.#state.timeline, this.#built.view.log.items, this.#reading)
    if (event) this.#log(event)
  }

  #set(change: Partial<StoreState>): void {
    this.#state = { ...this.#state, ...change }
    if (this.#scheduled || this.#stopped) return
    this.#scheduled = true
    this.#schedule(() => this.#flush())
  }

  #build(): ViewModel {
    this.#built = buildView(this.#state, this.#collator, this.#built)
    return this.#built.view
  }

  #flush(): void {
    this.#scheduled = false
    if (this.#stopped) return
    const view = this.#build()
    if (view === this.#told) return
    this.#told = view
    for (const listener of [...this.#listeners]) listener(view)
  }
}
