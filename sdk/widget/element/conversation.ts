import { createChatClient } from '../../client/create-chat-client.ts'
import type { DraftStore } from '../../client/draft-store.ts'
import { pageAddress, serverAddress } from '../../client/server-address.ts'
import type { ChatClient } from '../../client/types.ts'
import { indexedDrafts } from '../../drafts/indexed-drafts.ts'
import { sessionDrafts } from '../../drafts/session-drafts.ts'
import { ChatError } from '../../lib/chat-error.ts'
import type { Clock } from '../../lib/clock.ts'
import type { User } from '../../protocol/records.ts'
import { RoomStore } from '../../store/room-store.ts'
import type { ViewModel } from '../../store/view-model.ts'
import type { StorageKind } from './attributes.ts'
import type { Fire } from './events.ts'
import { failedView } from './failed-view.ts'
import { type Shelf, sessionStore } from './session-store.ts'

export interface ConversationOptions {
  server: string
  storage: StorageKind
  memory: Shelf
  clock: Clock
  schedule(run: () => void): void
  fire: Fire
  changed(view: ViewModel): void
  /** No chat can begin as the attributes are. */
  failed(error: ChatError): void
  /** Somebody else wrote. */
  arrived(user: User): void
}

const DRAFTS = { local: indexedDrafts, session: sessionDrafts, none: undefined } satisfies {
  [kind in StorageKind]: (() => DraftStore) | undefined
}

/** One client with its kept session, and the room that it is in; or why there is neither. */
export class Conversation {
  readonly #options: ConversationOptions
  #client: ChatClient | undefined
  #store: RoomStore | undefined
  /** Shown instead. */
  #failed: ViewModel | undefined
  /** Somebody is logged in, as far as is known here. */
  #alive = false
  #name = ''
  #undo: (() => void)[] = []

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
    return (this.#client?.rooms() ?? []).reduce((sum, { drafts }) => sum + drafts.length, 0)
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
    const client = this.#client
    const close = () => client?.close()
    client?.disconnect().then(close, close)
  }

  #open(): ChatClient {
    const { storage: kind, memory, clock, fire } = this.#options
    const page = pageAddress()
    const server = serverAddress(this.#options.server, page).http
    const own = new URL(server).origin === page?.origin
    const session = sessionStore({ kind, server, own, memory })
    const { resume, token, user, name } = session.read()
    const client = createChatClient({
      server,
      token,
      user,
      drafts: DRAFTS[kind]?.(),
      credentials: own ? 'cookie' : 'token',
      clock,
    })
    this.#alive = resume
    this.#name = name
    client.on('status', status => fire('chat-status', status))
    client.on('error', error => fire('chat-error', error))
    client.on('session', login => {
      this.#alive = login !== undefined
      if (login) session.write(login)
      else session.end()
      if (login) fire('chat-login', login.user)
      else fire('chat-logout', undefined)
    })
    return client
  }

  #follow(client: ChatClient, room: string, lang: string | undefined): void {
    const { schedule, clock, fire, changed, arrived } = this.#options
    const store = new RoomStore({ client, room, name: this.#name, lang, schedule, clock })
    this.#undo = [
      store.subscribe(changed),
      store.room.on('message', ({ message, live }) => {
        const own = message.user.id === client.user?.id
        fire('chat-message', { message, own, live })
        if (!own) arrived(message.user)
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
