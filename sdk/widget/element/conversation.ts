import { createChatClient } from '../../client/create-chat-client.ts'
import type { DraftStore } from '../../client/outbox/draft-store.ts'
import { isForeign } from '../../client/person.ts'
import { pageAddress, serverAddress } from '../../client/server-address.ts'
import type { ChatClient } from '../../client/types.ts'
import { ChatError } from '../../lib/chat-error.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Message, User } from '../../protocol/records.ts'
import { RoomStore } from '../../store/room-store.ts'
import type { ViewModel } from '../../store/view-model.ts'
import type { KeptText } from '../behaviors/keep-text.ts'
import type { StorageKind } from './attributes.ts'
import type { Fire } from './events.ts'
import { failedView } from './failed-view.ts'
import { type KeptLogin, keptLogin } from './kept-login.ts'
import { lazyDrafts } from './lazy-drafts.ts'
import { loadFile } from './load-file.ts'
import { type Note, Notes } from './notes.ts'
import { shelf } from './shelf.ts'

export interface ConversationOptions {
  server: string
  storage: StorageKind
  clock: Clock
  schedule(run: () => void): void
  fire: Fire
  changed(view: ViewModel): void
  /** No chat can begin as the attributes are. */
  failed(error: ChatError): void
  /** There is another reader, or none: nothing of the one before may be seen or sent any more. */
  personChanged(): void
  /** What is kept of the reader may have changed. */
  noted(): void
  /** The newest page of the room came. */
  page(epoch: string, messages: readonly Message[]): void
  /** The next message came. */
  arrived(message: Message): void
}

/** Drafts that outlive the page, as `storage` says; the code for it is loaded when they are somebody's. */
function draftsOf(kind: StorageKind, server: string): DraftStore | undefined {
  if (kind === 'none') return undefined
  return lazyDrafts(async () => (await loadFile(() => import('./kept-drafts.ts'), server, 'chat-drafts.mjs'))[kind]())
}

/** One client with its kept login, and the room that it is in; or why there is neither. */
export class Conversation {
  readonly #options: ConversationOptions
  #client: ChatClient | undefined
  #login: KeptLogin | undefined
  #notes: Notes | undefined
  #store: RoomStore | undefined
  /** Shown instead. */
  #failed: ViewModel | undefined
  /** Somebody is logged in, as far as is known here. */
  #alive = false
  /** Who that is; unknown before the first `connect` of a login that was kept long ago. */
  #me: User | undefined
  #name = ''
  #undo: (() => void)[] = []
  #unwatch: (() => void)[] = []

  constructor(options: ConversationOptions) {
    this.#options = options
  }

  get client(): ChatClient | undefined {
    return this.#client
  }

  get store(): RoomStore | undefined {
    return this.#store
  }

  /** No chat could begin. */
  get failed(): boolean {
    return !!this.#failed
  }

  get view(): ViewModel | undefined {
    return this.#failed ?? this.#store?.view
  }

  /** Messages of this client, in all its rooms, that are not sent. */
  get unsent(): number {
    return (this.#client?.rooms() ?? []).flatMap(({ drafts }) => drafts).filter(draft => !isForeign(draft, this.#me))
      .length
  }

  /** Throws ChatError `unauthorized` where nobody is logged in, as far as is known now. */
  check(): void {
    if (!this.#alive) throw new ChatError('unauthorized', 'Log in before you send.')
  }

  own({ user }: Message): boolean {
    return user.id === this.#client?.user?.id
  }

  /** Whose is what is written here. */
  get owner(): string {
    return `${this.#store?.room.name} ${this.#me?.id}`
  }

  /** What is kept of this reader in this room. */
  get note(): Note {
    return (this.#me && this.#store && this.#notes?.read(this.#me, this.#store.room.name)) || {}
  }

  /** Nothing is kept of somebody who is not logged in. */
  keep(change: Note): void {
    if (this.#me && this.#store) this.#notes?.change(this.#me, this.#store.room.name, change)
  }

  /** Follows this room from now on, and leaves the one before. */
  enter(name: string, lang: string | undefined): void {
    const { changed, failed, schedule } = this.#options
    const before = this.#store?.room
    this.#leave()
    if (before && before.name !== name) before.leave().catch(() => {})
    this.#failed = undefined
    try {
      this.#client ??= this.#open()
      this.#follow(this.#client, name, lang)
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      const view = failedView(name, error)
      this.#failed = view
      failed(error)
      schedule(() => changed(view))
    }
  }

  /** Leaves at once; the session stays. */
  end(): void {
    this.#leave()
    for (const undo of this.#unwatch.splice(0)) undo()
    const client = this.#client
    const close = () => client?.close()
    client?.disconnect().then(close, close)
  }

  #open(): ChatClient {
    const { storage: kind, clock, fire, noted } = this.#options
    const page = pageAddress()
    const server = serverAddress(this.#options.server, page).http
    const own = new URL(server).origin === page?.origin
    const logins = shelf(kind, `chat-widget:${server}`)
    const notes = shelf(kind, `chat-widget-notes:${server}`)
    this.#login = keptLogin(logins, own)
    this.#notes = new Notes(notes)
    const { resume, token, user, name } = this.#login.read()
    const drafts = draftsOf(kind, server)
    const credentials = own ? 'cookie' : 'token'
    const client = createChatClient({ server, token, user, drafts, credentials, clock })
    this.#alive = resume
    this.#me = user
    this.#name = name
    client.on('status', status => {
      if (status.status === 'online') this.#me = client.user
      fire('chat-status', status)
    })
    client.on('error', error => fire('chat-error', error))
    client.on('session', session => {
      if (session) this.#begin(session.user, session.token)
      else this.#over(client)
    })
    this.#unwatch = [logins.watch(() => this.#sync(client)), notes.watch(noted)]
    return client
  }

  #begin(user: User, token: string | undefined): void {
    this.#alive = true
    this.#me = user
    // Also where it was another one's login: it is the same then
    if (this.#login?.read().user?.id !== user.id) this.#login?.begin({ token: token ?? '', user })
    queueMicrotask(() => this.#personChanged())
    this.#options.fire('chat-login', user)
  }

  #over(client: ChatClient): void {
    const me = this.#me
    const loggedOut = client.status.status === 'idle'
    this.#alive = false
    this.#me = undefined
    if (me && loggedOut) this.#notes?.clear(me)
    this.#login?.end(me?.id, loggedOut)
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
    const { resume, user, token, out, name } = this.#login?.read() ?? {}
    const me = this.#me
    if (this.#unwatch.length === 0 || user?.id === me?.id) return
    // Deleted by a logout, whoever has logged in since
    if (me && me.id === out)
      for (const room of client.rooms()) for (const draft of room.drafts) if (!isForeign(draft, me)) draft.discard()
    if (user) {
      client.resume({ user, token })
      this.#store?.dispatch({ type: 'reconnect' })
    } else if (!resume && name) client.resume(undefined)
  }

  #follow(client: ChatClient, room: string, lang: string | undefined): void {
    const { schedule, clock, fire, changed, arrived, page } = this.#options
    const store = new RoomStore({ client, room, name: this.#name, lang, schedule, clock })
    this.#undo = [
      store.subscribe(changed),
      store.room.on('page', ({ epoch, messages }) => page(epoch, messages)),
      store.room.on('message', ({ message, live }) => {
        fire('chat-message', { message, own: this.own(message), live })
        arrived(message)
      }),
    ]
    this.#store = store
    store.start(this.#alive)
  }

  #leave(): void {
    for (const undo of this.#undo.splice(0)) undo()
    this.#store?.stop()
    this.#store = undefined
  }
}

/** What is written and not sent in the conversation of now; `paused` while the field is for something else. */
export function textOf(now: () => Conversation, paused: () => boolean): KeptText {
  return {
    owner: () => now().owner,
    read: () => now().note.text ?? '',
    write: text => now().keep({ text }),
    paused,
  }
}
