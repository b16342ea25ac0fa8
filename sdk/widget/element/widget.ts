import { pageAddress, serverAddress } from '../../client/server-address.ts'
import { ChatError } from '../../lib/chat-error.ts'
import type { Intent, LoginView } from '../../store/view-model.ts'
import type { Chat } from '../chat/chat.ts'
import type { ChatHost } from '../chat/chat-host.ts'
import { DrawSchedule } from '../drawing/draw-schedule.ts'
import { whenIdle } from '../drawing/frame.ts'
import { untilTick } from '../drawing/until-tick.ts'
import { type ElementStrings, enElement } from '../i18n/en-element.ts'
import { type Kept, keptOf } from '../kept/kept.ts'
import { Part } from '../parts/part.ts'
import type { Chrome, ChromeIntent, ShellPart } from '../views/view.ts'
import { holdPlace } from './hold-place.ts'
import { Screen } from './screen.ts'
import type { WidgetHost, WidgetSettings } from './widget-host.ts'

/**
 * A running widget: launcher, panel and login, and from when it is wanted the chat, which is a part of its own. Until that
 * is loaded it knows from what the browser keeps whether somebody may be logged in.
 */
export class Widget {
  readonly #host: WidgetHost
  #settings: WidgetSettings
  #strings: ElementStrings
  /** A closed bubble has none yet. */
  #made: Screen | undefined
  #chrome: Chrome
  /** As it was drawn; before that, as it was at first. */
  #open = false
  readonly #draws: DrawSchedule
  readonly #part: Part<typeof import('../chat/chat-part.ts')>
  #chat: Chat | undefined
  #begun = false
  /** The page was told that the chat cannot be loaded. */
  #told = false
  #kept: Kept | undefined
  /** Of a login that waits for the chat. */
  #login: LoginView | undefined
  #cancelTick: (() => void) | undefined
  #cancelIdle: (() => void) | undefined

  constructor(host: WidgetHost, settings: WidgetSettings) {
    const { clock } = host
    this.#host = host
    this.#settings = settings
    this.#strings = enElement(settings.lang)
    this.#draws = new DrawSchedule(clock, () => this.#draw())
    this.#part = new Part({
      name: 'chat.mjs',
      beside: () => import('../chat/chat-part.ts'),
      clock,
      server: () => serverOf(this.#settings.server) ?? '',
      changed: () => this.#onPart(),
    })
    const { mode, open, heading, room: home } = settings
    this.#chrome = {
      mode,
      open,
      heading,
      home,
      drawer: false,
      unread: 0,
      mentions: 0,
      atEnd: true,
      newBelow: 0,
      now: clock.now(),
    }
    this.#lookUp()
  }

  /** Undefined until it is loaded. */
  get chat(): Chat | undefined {
    return this.#chat
  }

  /** `asked`: whether it is open is the page's will, also where its reader left it otherwise; `wanted`: so is the chat. */
  start(asked: boolean, wanted: boolean): void {
    // The element has its size at once, the rest comes in tasks of its own, so that none takes long
    holdPlace(this.#host.root, this.#settings.mode)
    const chrome = this.#chrome
    const { open = chrome.open } = asked ? chrome : this.#note()
    if (asked) this.#keepOpen(open)
    if (chrome.mode === 'bubble' && open !== chrome.open) {
      // As its reader left it; it is not drawn yet, so it takes no focus
      chrome.open = open
      this.#host.open(open)
    }
    this.#open = chrome.open
    if (chrome.open) this.#draws.soon()
    // A closed bubble has time, and leaves it to the page
    else this.#cancelTick = this.#host.clock.after(0, () => this.#screen && this.#draws.request())
    if (wanted || chrome.open || this.#resume) this.load()
    else this.#cancelIdle = whenIdle(this.#host.clock, () => this.load())
  }

  /** Loads the chat, if it is not yet. */
  load(): void {
    if (this.#chat) return
    this.#part.load()
    if (this.#part.file) this.#onPart()
  }

  /** Takes over new settings and starts anew only what has to. */
  set(settings: WidgetSettings): void {
    const before = this.#settings
    this.#settings = settings
    const { mode, open, heading, lang, room: home } = settings
    if (lang !== before.lang || settings.document !== before.document) {
      this.#strings = enElement(lang)
      this.#made?.dispose()
      this.#made = undefined
      holdPlace(this.#host.root, mode)
    }
    if (settings.server !== before.server || settings.storage !== before.storage) this.#lookUp()
    const entered = this.#chat?.set(settings)
    if (mode === 'bubble' && open !== before.open) this.#keepOpen(open)
    this.#change({ mode, open, heading, home })
    if (open || this.#resume) this.load()
    // In the field stands what belongs to the room, before anybody can send it to another
    if (entered) this.#draws.now()
  }

  focus(): void {
    this.#screen.focus()
  }

  stop(): void {
    this.#draws.stop()
    this.#cancelTick?.()
    this.#cancelIdle?.()
    this.#part.stop()
    this.#made?.dispose()
    this.#chat?.stop()
  }

  /** What is kept of this server, if it is one. */
  #lookUp(): void {
    const { server, storage } = this.#settings
    const address = serverOf(server)
    this.#kept = address === undefined ? undefined : keptOf(storage, address, pageAddress()?.origin)
    if (!this.#login?.busy) this.#login = undefined
  }

  /** Somebody may be logged in; or why nobody can be has to be said. */
  get #resume(): boolean {
    return !!this.#settings.site || (this.#kept?.login.read().resume ?? true)
  }

  #note() {
    const user = this.#kept?.login.read().user
    return (user && this.#kept?.notes.read(user, this.#settings.room)) ?? {}
  }

  #keepOpen(open: boolean): void {
    const user = this.#kept?.login.read().user
    if (this.#chat) this.#chat.keep({ open })
    else if (user) this.#kept?.notes.change(user, this.#settings.room, { open })
  }

  /** The chat's file is here, or cannot be loaded. */
  #onPart(): void {
    const { file, error } = this.#part
    if (error && !this.#told) this.#host.fire('chat-error', error)
    this.#told = !!error
    // What it tells while it begins may ask for it again
    if (file && !this.#begun) {
      this.#begun = true
      this.#chat = file.openChat(this.#chatHost(), this.#settings)
    }
    const waiting = this.#login
    if (waiting?.busy && file) {
      this.#login = undefined
      this.#chat?.act({ type: 'login', name: waiting.name })
    } else if (waiting?.busy && error) this.#login = { ...waiting, busy: false, error }
    this.#draws.soon()
  }

  #chatHost(): ChatHost {
    const { root, clock, fire, open, failed } = this.#host
    return {
      root,
      clock,
      fire,
      open,
      failed,
      draws: this.#draws,
      chrome: () => this.#chrome,
      change: (change, soon) => this.#change(change, soon),
      focus: () => this.#screen.focus(),
    }
  }

  get #screen(): Screen {
    this.#made ??= new Screen({
      ...this.#host,
      strings: this.#strings,
      emit: intent => this.#act(intent),
      content: () => (this.#chat ? place => (this.#chat as Chat).show(place) : this.#part.error),
      open: this.#open,
    })
    return this.#made
  }

  #act(intent: Intent | ChromeIntent): ChatError | undefined {
    if (this.#chat) return this.#chat.act(intent)
    if (intent.type === 'open') this.#host.open(intent.open)
    if (intent.type === 'login') {
      this.#login = { busy: true, error: undefined, name: intent.name }
      this.#draws.request()
      this.load()
    }
    return undefined
  }

  #change(change: Partial<Chrome>, soon = true): void {
    this.#chrome = { ...this.#chrome, ...change }
    if (soon) this.#draws.request()
  }

  /** What is shown before the chat is loaded. */
  #early(): Omit<ShellPart, 'chrome'> {
    const { name = '' } = this.#kept?.login.read() ?? {}
    this.#login ??= { busy: false, error: undefined, name }
    const screen = this.#resume ? 'starting' : 'login'
    return { screen, room: this.#settings.room, me: undefined, refused: undefined, login: this.#login }
  }

  #draw(): void {
    const { clock } = this.#host
    const now = clock.now()
    const screen = this.#screen
    const view = this.#chat?.read()
    this.#chrome = { ...this.#chrome, now }
    screen.update(view ?? this.#early(), this.#chrome)
    this.#open = this.#chrome.open
    if (view && view.screen !== 'starting') this.#host.ready()
    this.#cancelTick?.()
    if (view) this.#cancelTick = clock.after(untilTick(view.connection, now), () => this.#draws.now())
  }
}

/** Its address; undefined: it is none. */
function serverOf(server: string): string | undefined {
  try {
    return serverAddress(server, pageAddress()).http
  } catch (error) {
    if (error instanceof ChatError) return undefined
    throw error
  }
}
