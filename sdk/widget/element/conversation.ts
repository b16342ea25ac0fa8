import { createChatClient } from '../../client/create-chat-client.ts'
import type { DraftStore } from '../../client/draft-store.ts'
import { pageAddress, serverAddress } from '../../client/server-address.ts'
import type { ChatClient } from '../../client/types.ts'
import { indexedDrafts } from '../../drafts/indexed-drafts.ts'
import { sessionDrafts } from '../../drafts/session-drafts.ts'
import type { Clock } from '../../lib/clock.ts'
import type { User } from '../../protocol/records.ts'
import { RoomStore } from '../../store/room-store.ts'
import type { ViewModel } from '../../store/view-model.ts'
import type { StorageKind } from './attributes.ts'
import type { Fire } from './events.ts'
import { type SessionStore, type Shelf, sessionStore } from './session-store.ts'

export interface ConversationOptions {
  server: string
  storage: StorageKind
  memory: Shelf
  clock: Clock
  schedule(run: () => void): void
  fire: Fire
  changed(view: ViewModel): void
  /** Somebody else wrote. */
  arrived(user: User): void
}

const DRAFTS = { local: indexedDrafts, session: sessionDrafts, none: undefined } satisfies {
  [kind in StorageKind]: (() => DraftStore) | undefined
}

/** One client with its kept session, and the room that it is in. */
export class Conversation {
  readonly client: ChatClient
  readonly #options: ConversationOptions
  readonly #session: SessionStore
  readonly #name: string
  #store: RoomStore | undefined
  /** Somebody is logged in, as far as is known here. */
  #alive: boolean
  #undo: (() => void)[] = []

  constructor(options: ConversationOptions) {
    const { storage: kind, memory, clock, fire } = options
    const page = pageAddress()
    const server = serverAddress(options.server, page).http
    const own = new URL(server).origin === page?.origin
    this.#options = options
    this.#session = sessionStore({ kind, server, own, memory, now: () => clock.now() })
    const { resume, token, user, name } = this.#session.read()
    this.#alive = resume
    this.#name = name
    this.client = createChatClient({
      server,
      token,
      user,
      drafts: DRAFTS[kind]?.(),
      credentials: own ? 'cookie' : 'token',
      clock,
    })
    this.client.on('status', status => fire('chat-status', status))
    this.client.on('error', error => fire('chat-error', error))
    this.client.on('session', login => {
      this.#alive = login !== undefined
      if (login) this.#session.write(login)
      else this.#session.end()
      if (login) fire('chat-login', login.user)
      else fire('chat-logout', undefined)
    })
  }

  get store(): RoomStore | undefined {
    return this.#store
  }

  /** Messages of this client, in all its rooms, that are not sent. */
  get unsent(): number {
    return this.client.rooms().reduce((sum, { drafts }) => sum + drafts.length, 0)
  }

  /** Follows this room from now on, and leaves the one before. */
  enter(name: string, lang: string | undefined): RoomStore {
    const { client } = this
    const { schedule, clock, fire } = this.#options
    const before = this.#store?.room
    this.#leave()
    if (before && before.name !== name) before.leave().catch(() => {})
    const store = new RoomStore({ client, room: name, name: this.#name, lang, schedule, clock })
    this.#undo = [
      store.subscribe(this.#options.changed),
      store.room.on('message', ({ message, live }) => {
        const own = message.user.id === client.user?.id
        fire('chat-message', { message, own, live })
        if (!own) this.#options.arrived(message.user)
      }),
    ]
    this.#store = store
    store.start(this.#alive)
    return store
  }

  /** Leaves at once; the session stays. */
  end(): void {
    this.#leave()
    const close = () => this.client.close()
    this.client.disconnect().then(close, close)
  }

  #leave(): void {
    for (const undo of this.#undo.splice(0)) undo()
    this.#store?.stop()
    this.#store = undefined
  }
}
