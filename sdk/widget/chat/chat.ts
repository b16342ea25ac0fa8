import type { ChatClient, Draft } from '../../client/types.ts'
import type { ChatError } from '../../lib/chat-error.ts'
import type { Message } from '../../protocol/records.ts'
import type { RoomStore } from '../../store/room-store.ts'
import type { Intent, ViewModel } from '../../store/view-model.ts'
import type { SendOptions } from '../features/talk/before-send.ts'
import { isLeftOut } from '../features/talk/feature-names.ts'
import type { Note } from '../kept/notes.ts'
import { cssText } from '../styles/chat-screen.css.ts'
import { adopt } from '../styles/sheet.ts'
import type { ChromeIntent, Content, ContentPlace } from '../views/view.ts'
import { actOnIntent } from './act-on-intent.ts'
import type { ChatHost, ChatSettings } from './chat-host.ts'
import { ChatScreen } from './chat-screen.ts'
import { Conversation } from './conversation.ts'
import { drawLater } from './draw-later.ts'
import { LateFeatures } from './late-features.ts'
import type { Counts } from './missed.ts'
import { sendText } from './send-text.ts'
import { textOf } from './text-of.ts'
import { Voice } from './voice.ts'

/** The chat of one element: the conversation, what is shown of it, and what its reader has missed. */
export class Chat {
  readonly #host: ChatHost
  #settings: ChatSettings
  readonly #voice: Voice
  #conversation: Conversation
  /** What the chat screen is, while it is shown. */
  #screen: ChatScreen | undefined
  /** What was last read of the conversation. */
  #view: ViewModel | undefined
  readonly #features: LateFeatures
  /** That is shown. */
  #room: string

  constructor(host: ChatHost, settings: ChatSettings) {
    this.#host = host
    this.#settings = settings
    this.#room = settings.room
    this.#voice = new Voice(host.clock, settings.lang)
    this.#conversation = this.#openConversation()
    this.#features = new LateFeatures({
      host,
      conversation: () => this.#conversation,
      settings: () => this.#settings,
      refs: () => this.#screen?.refs,
      announcer: () => this.#voice.announcer,
      go: store => this.go(store),
      act: intent => this.act(intent),
    })
    this.#enter()
  }

  get client(): ChatClient | undefined {
    return this.#conversation.client
  }

  get store(): RoomStore | undefined {
    return this.#conversation.store
  }

  get unread(): number {
    return this.#host.chrome().unread
  }

  /** What its reader has not read, by room; nothing until it is counted. */
  get counts(): Counts {
    return this.#features.missed?.counts ?? {}
  }

  /** Rejects with the ChatError that the login view shows. */
  login = (name: string): Promise<void> => this.#conversation.login(name)

  async logout(): Promise<void> {
    this.#screen?.refs.leave?.()
    await this.client?.logout()
  }

  send(text: string, options?: SendOptions): Draft {
    return sendText(this.#conversation, this.#features, text, options)
  }

  /** Nothing is kept of somebody who is not logged in. */
  keep(change: Note): void {
    this.#conversation.keep(change)
  }

  /** Takes over new settings and starts anew only what has to; true: something had to. */
  set(settings: ChatSettings): boolean {
    const before = this.#settings
    this.#settings = settings
    const { room, lang } = settings
    const moved = (['server', 'storage', 'site'] as const).some(name => settings[name] !== before[name])
    const entered = moved || room !== before.room || this.#conversation.failed
    if (entered) this.#screen?.refs.leave?.()
    if (lang !== before.lang) this.#voice.speak(lang)
    if (moved) {
      const left = this.#conversation
      this.#conversation = this.#openConversation()
      left.end()
    }
    if (entered) {
      this.#room = room
      this.#enter()
      this.#screen?.toEnd()
    }
    return entered
  }

  /** Shows another room, which is followed already, at its end. */
  go(store: RoomStore): void {
    if (this.#conversation.refusal) return
    this.#screen?.refs.leave?.()
    this.#room = store.room.name
    this.#enter(store)
    this.#host.draws.now()
    this.#screen?.toEnd()
    this.#host.fire('chat-room', this.#room)
  }

  /** What is to be drawn now; says what has changed in it to who does not see it. */
  read(): ViewModel | undefined {
    const { view } = this.#conversation
    const { node } = this.#voice.announcer
    if (!node.isConnected) this.#host.root.append(node)
    if (view && view !== this.#view) this.#onView(view)
    // behind what is drawn now
    if (view && view.screen !== 'starting') queueMicrotask(() => this.#features.look())
    return view
  }

  /** The chat screen, made anew for this place. */
  show(place: ContentPlace): Content {
    const { root, draws } = this.#host
    adopt(root, cssText)
    const screen = new ChatScreen({
      ...this.#host,
      ...place,
      strings: this.#voice.strings,
      emit: intent => this.act(intent),
      typed: () => isLeftOut(this.#settings.without, 'formatting'),
      view: () => this.#conversation.view,
      reading: key => this.#onReading(key),
      text: textOf(() => this.#conversation, this.#host.chrome),
      server: () => this.client?.server ?? '',
      resized: () => draws.request(),
      stopped: () => {
        if (this.#screen === screen) this.#screen = undefined
      },
    })
    this.#screen = screen
    return screen
  }

  /** Does what a view asks for; returns why a text cannot be sent. */
  act(intent: Intent | ChromeIntent): ChatError | undefined {
    return actOnIntent(intent, {
      conversation: this.#conversation,
      screen: this.#screen,
      host: this.#host,
      ...this.#voice,
      order: intent => this.#features.order(intent),
      outgoing: (message, typed) => this.#features.outgoing(message, typed),
    })
  }

  stop(): void {
    this.#features.stop()
    this.#conversation.end()
    this.#voice.announcer.dispose()
  }

  #enter(store?: RoomStore): void {
    this.#host.change({ newBelow: 0, writing: undefined, drawer: false })
    this.#view = undefined
    this.#conversation.enter(this.#room, this.#settings.lang, store)
  }

  #openConversation(): Conversation {
    return new Conversation({
      ...this.#settings,
      ...this.#host,
      changed: () => drawLater(this.#host, this.#view),
      personChanged: () => this.#onPersonChanged(),
      noted: () => {
        this.#features.missed?.noted()
        this.#screen?.sync()
      },
      left: room => this.#features.missed?.forget(room),
      arrived: message => this.#onArrived(message),
    })
  }

  #onView(view: ViewModel): void {
    const { chrome, change } = this.#host
    this.#voice.tell(this.#view, view)
    this.#view = view
    if (view.screen === 'login') change({ drawer: false, newBelow: 0, unsent: undefined, writing: undefined }, false)
    else if (chrome().unsent !== undefined) change({ unsent: this.#conversation.unsent }, false)
  }

  /** Another reader is here, or none. */
  #onPersonChanged(): void {
    const { chrome, change, draws } = this.#host
    const { mode, open } = chrome()
    if (mode === 'bubble') this.#conversation.keep({ open })
    this.#screen?.refs.leave?.()
    change({ writing: undefined }, false)
    if (this.#room !== this.#settings.room) {
      // it was the one before who went there
      this.#room = this.#settings.room
      this.#enter()
    }
    // What a person saw is gone at once; drawing a chat can wait until its socket is on the way
    if (this.#conversation.refusal) draws.now()
    else draws.soon()
  }

  #onArrived(message: Message): void {
    const { atEnd, newBelow } = this.#host.chrome()
    if (this.#conversation.own(message)) return
    if (!atEnd) this.#host.change({ newBelow: newBelow + 1 }, false)
    drawLater(this.#host, this.#view)
    this.#voice.announcer.arrived(this.#voice.strings.nameOf(message.user))
  }

  #onReading(key: string | undefined): void {
    const { store } = this.#conversation
    if (store) store.reading = key
    const atEnd = key === undefined
    if (atEnd !== this.#host.chrome().atEnd) this.#host.change(atEnd ? { atEnd, newBelow: 0 } : { atEnd })
  }
}
