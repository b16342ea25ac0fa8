import { createChatClient } from '../../client/create-chat-client.ts'
import { isForeign, isOwn } from '../../client/person.ts'
import { pageAddress, serverAddress } from '../../client/server-address.ts'
import type { ChatClient } from '../../client/types.ts'
import { ChatError } from '../../lib/chat-error.ts'
import type { Login, Message, User } from '../../protocol/records.ts'
import { ClientStore } from '../../store/client-store.ts'
import { RoomStore } from '../../store/room-store.ts'
import type { Intent, ViewModel } from '../../store/view-model.ts'
import { type Kept, keptOf } from '../kept/kept.ts'
import type { Note } from '../kept/notes.ts'
import type { TokenProvider } from './chat-host.ts'
import type { ConversationOptions } from './conversation-options.ts'
import { failedView } from './failed-view.ts'
import { hearRoom } from './hear-room.ts'
import { draftsOf } from './lazy-drafts.ts'
import { comeAnew, ifLetIn, LeavingRooms } from './leaving-rooms.ts'
import { siteTokens } from './site-tokens.ts'

/** What is kept of a login may be another person's than the site says. */
const NOBODY = { resume: true, token: undefined, user: undefined, name: '' }

/** One client with its kept login, and the room that it is in; or why there is neither. */
export class Conversation {
  readonly #options: ConversationOptions
  #client: ClientStore | undefined
  #kept: Kept | undefined
  #store: RoomStore | undefined
  /** Shown instead. */
  #failed: ViewModel | undefined
  /** Somebody is logged in, as far as is known here. */
  #alive = false
  /** Who that is; unknown before the first `connect` of a login that was kept long ago. */
  #me: User | undefined
  #started = false
  /** The store of a room that is followed on when another one is shown. */
  follows: (room: string) => RoomStore | undefined = () => undefined
  /** The page says who is logged in: no login is kept. */
  #getToken: TokenProvider | undefined
  readonly leaving: LeavingRooms
  #undo: (() => void)[] = []
  #unwatch: (() => void)[] = []

  constructor(options: ConversationOptions) {
    this.#options = options
    this.leaving = new LeavingRooms(options.left)
  }

  get client(): ChatClient | undefined {
    return this.#client?.client
  }

  get store(): RoomStore | undefined {
    return this.#store
  }

  get failed(): boolean {
    return !!this.#failed
  }

  get view(): ViewModel | undefined {
    return this.#failed ?? this.#store?.view
  }

  /** Messages of this client, in all its rooms, that are not sent. */
  get unsent(): number {
    const drafts = (this.client?.rooms() ?? []).flatMap(room => room.drafts)
    return drafts.filter(draft => !isForeign(draft, this.#me)).length
  }

  /** Why nothing can be sent: nobody is logged in, as far as is known now. */
  get refusal(): ChatError | undefined {
    return this.#alive ? undefined : new ChatError('unauthorized', 'Log in before you send.')
  }

  /** Rejects with the ChatError that the login view shows. */
  login = async (name: string): Promise<void> => this.#client?.login(name)

  /** Goes on as who has logged in here by a password. */
  begin(login: Login): void {
    this.client?.resume(login)
    this.#client?.dispatch({ type: 'reconnect' })
  }

  /** What calls of the account go with, where the cookie does not: for each one a fresh token of the site. */
  token(): ReturnType<TokenProvider> | undefined {
    return this.#getToken ? this.#getToken({ reason: 'refresh' }) : this.#kept?.login.read().token
  }

  /** Whether the next login begins with the name of who this is. */
  keepName(keep: boolean): void {
    this.#client?.keepName(keep)
    if (!this.#getToken) this.#kept?.login.keepName((keep && this.#me?.name) || '')
  }

  /** Why a text cannot be sent. */
  dispatch(intent: Intent): ChatError | undefined {
    return this.#store?.dispatch(intent)
  }

  own({ user }: Pick<Message, 'user'>): boolean {
    return isOwn(user, this.client ?? {})
  }

  /** Whose is what is written here. */
  get owner(): string {
    return `${this.#store?.room.name} ${this.#me?.id}`
  }

  /** What is kept of this reader in this room. */
  get note(): Note {
    return this.noteOf(this.#store?.room.name ?? '')
  }

  noteOf(room: string): Note {
    return (this.#me && this.#kept?.notes.read(this.#me, room)) || {}
  }

  /** Nothing is kept of somebody who is not logged in. */
  keep(change: Note, room = this.#store?.room.name): void {
    if (this.#me && room !== undefined) this.#kept?.notes.change(this.#me, room, change)
  }

  /** Shows this room from now on, and leaves the one before unless that is held. `ready`: it is followed already. */
  enter(name: string, lang: string | undefined, ready?: RoomStore): void {
    const { changed, failed } = this.#options
    const before = this.#store
    this.#leave()
    if (before && this.follows(before.room.name) !== before) {
      if (before.room.name === name) before.stop()
      else this.leaving.leave(before)
    }
    this.#failed = undefined
    try {
      this.#show(ready ?? ifLetIn(this.follows(name)) ?? this.follow(name, lang))
      if (!this.#started) this.#client?.start(this.#alive)
      this.#started = true
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      this.#failed = failedView(name, error)
      failed(error)
      changed()
    }
  }

  /** Follows a room beside the one that is shown, until who asks stops it. Throws ChatError `invalid_room`. */
  follow(room: string, lang: string | undefined): RoomStore {
    const kept = this.leaving.take(room)
    if (kept) return kept
    this.#client ??= this.#open()
    comeAnew(this.#client.client, room)
    const store = new RoomStore({ client: this.#client, room, lang, clock: this.#options.clock })
    store.start()
    return store
  }

  /** Leaves at once; the session stays. */
  end(): void {
    this.#store?.stop()
    this.#leave()
    this.leaving.end()
    for (const undo of this.#unwatch.splice(0)) undo()
    this.#client?.stop()
    const { client } = this
    client?.disconnect().finally(() => client.close())
  }

  #open(): ClientStore {
    const { storage: kind, site, clock, fire, noted } = this.#options
    const page = pageAddress()
    const server = serverAddress(this.#options.server, page).http
    const kept = keptOf(kind, server, page?.origin)
    const getToken = siteTokens(site, server, clock)
    const { resume, token, user, name } = getToken ? NOBODY : kept.login.read()
    const drafts = draftsOf(kind, server)
    const credentials = kept.own && !getToken ? 'cookie' : 'token'
    const client = createChatClient({ server, token, user, getToken, drafts, credentials, clock })
    this.#kept = kept
    this.#getToken = getToken
    this.#alive = resume
    this.#me = user
    client.on('status', status => {
      if (status.status === 'online') this.#me = client.user
      fire('chat-status', status)
    })
    client.on('error', error => fire('chat-error', error))
    client.on('session', session => {
      if (session) this.#begin(session.user, session.token)
      else this.#over(client)
    })
    this.#unwatch = [kept.watch(() => this.#sync(client), noted)]
    return new ClientStore({ client, name, clock, site: !!getToken })
  }

  #begin(user: User, token: string | undefined): void {
    const before = this.note
    const goesOn = this.#me !== undefined && this.#me.id === this.client?.guestId
    this.#alive = true
    this.#me = user
    if (goesOn) this.keep(before)
    // Also where it was another one's login: it is the same then
    const login = this.#getToken ? undefined : this.#kept?.login
    if (login && login.read().user?.id !== user.id) login.begin({ token: token ?? '', user })
    if (!goesOn) queueMicrotask(() => this.#personChanged())
    this.#options.fire('chat-login', user)
  }

  #over(client: ChatClient): void {
    const me = this.#me
    const loggedOut = client.status.status === 'idle'
    this.#alive = false
    this.#me = undefined
    if (me && loggedOut) this.#kept?.notes.clear(me)
    if (!this.#getToken) this.#kept?.login.end(me?.id, loggedOut)
    queueMicrotask(() => {
      // Somebody else may have logged in meanwhile
      this.#sync(client)
      this.#personChanged()
    })
    this.#options.fire('chat-logout', undefined)
  }

  #personChanged(): void {
    if (this.#unwatch.length > 0) this.#options.personChanged()
  }

  /** All who share a login are the same person, or nobody: what happened elsewhere happens here. */
  #sync(client: ChatClient): void {
    const { resume, user, token, out, name } = this.#kept?.login.read() ?? {}
    const me = this.#me
    if (this.#getToken || this.#unwatch.length === 0 || user?.id === me?.id) return
    // Deleted by a logout, whoever has logged in since
    if (me && me.id === out)
      for (const room of client.rooms()) for (const draft of room.drafts) if (!isForeign(draft, me)) draft.discard()
    if (user) {
      client.resume({ user, token })
      this.#client?.dispatch({ type: 'reconnect' })
    } else if (!resume && name) client.resume(undefined)
  }

  #show(store: RoomStore): void {
    this.#undo = [store.subscribe(this.#options.changed), ...hearRoom(store.room, this.#options, this)]
    this.#store = store
  }

  #leave(): void {
    for (const undo of this.#undo.splice(0)) undo()
    this.#store = undefined
  }
}
