import type { ChatClient, Draft } from '../../client/types.ts'
import { systemClock } from '../../lib/clock.ts'
import { Turns } from '../../lib/turns.ts'
import type { RoomStore } from '../../store/room-store.ts'
import type { Chat } from '../chat/chat.ts'
import type { TokenProvider } from '../chat/chat-host.ts'
import type { ChatCommand, SendOptions } from '../chat/events.ts'
import { afterPaint } from '../drawing/frame.ts'
import type { StorageKind } from '../kept/shelf.ts'
import type { Mode } from '../views/view.ts'
import { actInTurn } from './act-in-turn.ts'
import { ATTRIBUTES, type Back, holdAll, type Layer, reflect, type Side, type Theme, upgrade } from './attributes.ts'
import { defineElement } from './define-element.ts'
import { ElementBase } from './element-base.ts'
import { firing } from './firing.ts'
import { Gate } from './gate.ts'
import { keepInside } from './keep-inside.ts'
import { watchLanguage } from './page-language.ts'
import { settingsOf } from './settings-of.ts'
import { VERSION } from './version.ts'
import { Widget } from './widget.ts'
import type { WidgetSettings } from './widget-host.ts'

/** `<chat-widget>`: a whole chat in one element. For its events see ChatWidgetEvents. */
export class ChatWidgetElement extends ElementBase {
  static readonly version: string = VERSION
  static readonly observedAttributes: readonly string[] = ATTRIBUTES
  /** The server's address where the attribute says none; without it, the page's own origin. */
  static defaultServer: string | undefined

  declare server: string
  declare room: string
  declare rooms: string
  declare without: string
  declare mode: Mode
  declare theme: Theme
  declare storage: StorageKind
  declare heading: string
  declare side: Side
  declare layer: Layer
  declare back: Back
  declare tokenUrl: string
  /** Says who is logged in, in the place of the login. */
  declare tokenProvider: TokenProvider | undefined
  /** What people can do by typing `/name`, beside what every chat has. */
  declare commands: readonly ChatCommand<ChatWidgetElement>[] | undefined
  static {
    reflect(ChatWidgetElement.prototype)
    holdAll(ChatWidgetElement.prototype, element => (element as ChatWidgetElement).#change())
  }

  readonly #fire = firing(this)
  readonly #root: ShadowRoot
  readonly #states: CustomStateSet | undefined
  readonly #gate = new Gate<this>()
  readonly #turns = new Turns()
  #widget: Widget | undefined
  /** Of a closed bubble that has not begun. */
  #cancelBegin: (() => void) | undefined
  #saysOpen = false
  #wanted = false
  #changed = false
  #unwatch: (() => void) | undefined

  constructor() {
    super()
    this.#root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
    this.#states = this.attachInternals?.().states
    keepInside(this)
  }

  /** Defines the element once, also when two copies of this script are on the page. */
  static define(tag = 'chat-widget', registry = globalThis.customElements): CustomElementConstructor {
    return defineElement(tag, ChatWidgetElement, registry)
  }

  /** Whether the bubble's panel is open. */
  get open(): boolean {
    return this.hasAttribute('open')
  }
  set open(value: boolean) {
    this.#saysOpen = !this.#widget
    this.toggleAttribute('open', !!value)
  }

  /** Resolves once it is known who is logged in; rejects with `invalid_server` or `invalid_room` where none can be. */
  get ready(): Promise<this> {
    this.#want()
    return this.#gate.passed
  }

  /** Messages of others that came while it was closed or the page hidden, also over page loads. */
  get unread(): number {
    return this.#widget?.chat?.unread ?? 0
  }

  /** What of it is in which room, and names its reader. */
  get counts(): Chat['counts'] {
    return this.#widget?.chat?.counts ?? {}
  }

  /** There once the element is `ready`, until it is taken out of its document. */
  get client(): ChatClient | undefined {
    this.#want()
    return this.#widget?.chat?.client
  }

  /** The room as it is shown; its `room` sends, pages and tells what happens. There once the element is `ready`. */
  get store(): RoomStore | undefined {
    this.#want()
    return this.#widget?.chat?.store
  }

  /** Rejects with the ChatError that people see. Like `logout` and `send` it waits for `ready`, and for its turn. */
  login(name: string): Promise<void> {
    return this.#inTurn(chat => chat.login(name))
  }

  logout(): Promise<void> {
    return this.#inTurn(chat => chat.logout())
  }

  /** Sends now or when the connection is back. Rejects with ChatError `unauthorized`, `invalid_message`, `too_large`, `canceled`. */
  send(text: string, options?: SendOptions): Promise<Draft> {
    return this.#inTurn(async chat => chat.send(text, options))
  }

  /** Opens the bubble's panel. */
  show(): void {
    this.open = true
  }
  close(): void {
    this.open = false
  }

  override focus(options?: FocusOptions): void {
    this.#begin()
    if (this.#widget) this.#widget.focus()
    else super.focus(options)
  }

  connectedCallback(): void {
    upgrade(this)
    if (this.#widget) this.#settle(this.#widget)
    else if (this.#settings().open) this.#start()
    // The page comes first, and what there is to do in small parts
    else this.#cancelBegin ??= afterPaint(systemClock, () => this.#begin())
  }

  disconnectedCallback(): void {
    // A move within the page comes back at once
    queueMicrotask(() => {
      if (!this.isConnected) this.#stop()
    })
  }

  /** Moved by `moveBefore`: everything goes on. */
  connectedMoveCallback(): void {
    if (this.#widget) this.#settle(this.#widget)
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now) return
    if (this.open) this.#begin()
    if (!this.#widget) return
    if (name === 'open' && (before === null) !== (now === null)) {
      this.#fire(now === null ? 'chat-close' : 'chat-open', undefined)
    }
    if (name === 'server' || name.startsWith('room')) this.#gate.retry()
    this.#change()
  }

  /** Takes over what was changed, once. */
  #change(): void {
    if (this.#changed) return
    this.#changed = true
    queueMicrotask(() => {
      this.#changed = false
      this.#widget?.set(this.#settings())
    })
  }

  #settle(widget: Widget): void {
    this.#watch()
    widget.set(this.#settings())
  }

  #watch(): void {
    this.#unwatch?.()
    this.#unwatch = watchLanguage(this, () => this.#change())
  }

  #settings = (): WidgetSettings => settingsOf(this, (this.constructor as typeof ChatWidgetElement).defaultServer)

  #inTurn<T>(act: (chat: Chat) => Promise<T>): Promise<T> {
    return actInTurn(this, this.#turns, () => this.#widget?.chat, act)
  }

  /** The page has a use for the chat: a closed bubble that still waits is started, and the chat loaded now. */
  #want(): void {
    this.#wanted = true
    this.#begin()
    this.#widget?.load()
  }

  #begin(): void {
    if (this.#cancelBegin) this.#start()
  }

  #start(): void {
    this.#cancelBegin?.()
    this.#cancelBegin = undefined
    this.#widget = new Widget(
      {
        root: this.#root,
        states: this.#states,
        clock: systemClock,
        fire: this.#fire,
        open: open => this.toggleAttribute('open', open),
        ready: () => queueMicrotask(() => this.#pass()),
        failed: error => {
          this.#gate.fail(error)
          this.#fire('chat-error', error)
        },
      },
      this.#settings(),
    )
    this.#widget.start(this.#saysOpen, this.#wanted)
    this.#watch()
  }

  #pass(): void {
    const { client, store } = this
    if (client && store && this.#gate.pass(this)) this.#fire('chat-ready', { client, room: store.room })
  }

  #stop(): void {
    this.#cancelBegin?.()
    this.#cancelBegin = undefined
    this.#unwatch?.()
    this.#widget?.stop()
    this.#widget = undefined
    this.#gate.close()
  }
}
