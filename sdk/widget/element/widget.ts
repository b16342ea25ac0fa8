import type { Message } from '../../protocol/records.ts'
import type { ViewModel } from '../../store/view-model.ts'
import { DrawSchedule } from '../drawing/draw-schedule.ts'
import { untilTick } from '../drawing/until-tick.ts'
import { en, type Strings } from '../i18n/en.ts'
import type { Chrome } from '../views/view.ts'
import { actOnIntent, type IntentParts } from './act-on-intent.ts'
import { Conversation, textOf } from './conversation.ts'
import { holdPlace } from './hold-place.ts'
import { Missed } from './missed.ts'
import { Screen } from './screen.ts'
import { spoken } from './spoken.ts'
import type { WidgetHost, WidgetSettings } from './widget-host.ts'

/** A running widget: the conversation, the screen, and what lies between them. */
export class Widget {
  readonly #host: WidgetHost
  #settings: WidgetSettings
  #conversation: Conversation
  #strings: Strings
  /** A closed bubble has none yet. */
  #made: Screen | undefined
  /** What was last shown of the conversation. */
  #view: ViewModel | undefined
  #chrome: Chrome
  readonly #draws: DrawSchedule
  readonly #missed = new Missed(
    () => this.#conversation,
    unread => {
      this.#change({ unread })
      this.#host.fire('chat-unread', unread)
    },
  )
  /** Makes the view-model anew, and tells of it. */
  #flush: (() => void) | undefined
  #cancelTick: (() => void) | undefined

  constructor(host: WidgetHost, settings: WidgetSettings) {
    this.#host = host
    this.#draws = new DrawSchedule(host.clock, () => this.#draw())
    this.#settings = settings
    const { mode, open, heading } = settings
    this.#chrome = { mode, open, heading, drawer: false, unread: 0, atEnd: true, newBelow: 0, now: host.clock.now() }
    this.#conversation = this.#openConversation()
    this.#strings = en(settings.lang)
  }

  get conversation(): Conversation {
    return this.#conversation
  }

  get unread(): number {
    return this.#missed.count
  }

  /** `asked`: whether it is open is the page's will, also where its reader left it otherwise. */
  start(asked: boolean): void {
    // The element has its size at once, the rest comes in tasks of its own, so that none takes long
    holdPlace(this.#host.root, this.#settings.mode)
    this.#conversation.enter(this.#settings.room, this.#settings.lang)
    const chrome = this.#chrome
    const { open = chrome.open } = asked ? chrome : this.#conversation.note
    if (asked) this.#conversation.keep({ open })
    if (chrome.mode === 'bubble' && open !== chrome.open) {
      // As its reader left it; it is not drawn yet, so it takes no focus
      chrome.open = open
      this.#host.open(open)
    }
    this.#missed.start(chrome.open)
    if (chrome.open) this.#draws.soon()
    // A closed bubble has time, and leaves it to the page
    else this.#cancelTick = this.#host.clock.after(0, () => this.#screen && this.#draws.request())
  }

  /** Takes over new settings and starts anew only what has to. */
  set(settings: WidgetSettings): void {
    const before = this.#settings
    this.#settings = settings
    const { mode, open, heading, server, storage, room, lang } = settings
    const moved = server !== before.server || storage !== before.storage
    const entered = moved || room !== before.room || this.#conversation.failed
    if (entered) this.#missed.begin()
    if (lang !== before.lang || settings.document !== before.document) {
      this.#strings = en(lang)
      this.#made?.dispose()
      this.#made = undefined
      holdPlace(this.#host.root, mode)
    }
    if (moved) {
      const left = this.#conversation
      this.#conversation = this.#openConversation()
      left.end()
    }
    if (entered) {
      Object.assign(this.#chrome, { newBelow: 0, writing: undefined })
      this.#view = undefined
      this.#conversation.enter(room, lang)
      this.#made?.toEnd()
    }
    if (mode === 'bubble' && open !== before.open) this.#conversation.keep({ open })
    this.#change({ mode, open, heading })
    this.#missed.open = open
    // In the field stands what belongs to the room, before anybody can send it to another
    if (entered) this.#draws.now()
  }

  focus(): void {
    this.#screen.focus()
  }

  stop(): void {
    this.#missed.stop()
    this.#draws.stop()
    this.#cancelTick?.()
    this.#conversation.end()
    this.#made?.dispose()
  }

  #openConversation(): Conversation {
    return new Conversation({
      ...this.#settings,
      ...this.#host,
      schedule: run => {
        this.#flush = run
        this.#requestLater()
      },
      changed: view => this.#onView(view),
      personChanged: () => this.#onPersonChanged(),
      noted: () => {
        this.#missed.sync()
        this.#made?.sync()
      },
      page: (epoch, messages) => this.#missed.page(epoch, messages),
      arrived: message => this.#onArrived(message),
    })
  }

  get #screen(): Screen {
    this.#made ??= new Screen({
      ...this.#host,
      strings: this.#strings,
      emit: intent => actOnIntent(intent, this.#intentParts()),
      reading: key => this.#onReading(key),
      text: textOf(
        () => this.#conversation,
        () => this.#chrome.writing?.as === 'edit',
      ),
      loaded: () => this.#draws.soon(),
      server: () => this.#conversation.client?.server ?? '',
      resized: () => this.#draws.request(),
    })
    return this.#made
  }

  #intentParts(): IntentParts {
    return {
      conversation: this.#conversation,
      screen: this.#screen,
      chrome: this.#chrome,
      strings: this.#strings,
      draws: this.#draws,
      open: open => this.#host.open(open),
      change: change => this.#change(change),
    }
  }

  #onView(view: ViewModel): void {
    for (const { text, urgent } of spoken(this.#view, view, this.#strings)) this.#screen.announcer.say(text, urgent)
    this.#view = view
    if (view.screen === 'login')
      this.#chrome = { ...this.#chrome, drawer: false, newBelow: 0, unsent: undefined, writing: undefined }
    else if (this.#chrome.unsent !== undefined) this.#chrome.unsent = this.#conversation.unsent
  }

  /** Another reader is here, or none. */
  #onPersonChanged(): void {
    if (this.#chrome.mode === 'bubble') this.#conversation.keep({ open: this.#chrome.open })
    this.#missed.begin()
    this.#chrome = { ...this.#chrome, writing: undefined }
    this.#draws.now()
  }

  #onArrived(message: Message): void {
    this.#missed.message(message)
    if (this.#conversation.own(message)) return
    if (!this.#chrome.atEnd) this.#chrome = { ...this.#chrome, newBelow: this.#chrome.newBelow + 1 }
    this.#requestLater()
    this.#screen.announcer.arrived(message.user.name)
  }

  #onReading(key: string | undefined): void {
    const { store } = this.#conversation
    if (store) store.reading = key
    const atEnd = key === undefined
    if (atEnd !== this.#chrome.atEnd) this.#change(atEnd ? { atEnd, newBelow: 0 } : { atEnd })
  }

  #change(change: Partial<Chrome>): void {
    this.#chrome = { ...this.#chrome, ...change }
    this.#draws.request()
  }

  /** For what others do. */
  #requestLater(): void {
    const { screen, log } = this.#view ?? {}
    // Who has come, or reads on, waits for a page
    if (this.#chrome.open && screen !== 'login' && !log?.ready) this.#draws.soon()
    else if (log?.older === 'loading' || log?.newer === 'loading') this.#draws.request()
    else this.#draws.requestLater()
  }

  #draw(): void {
    const { clock } = this.#host
    const flush = this.#flush
    this.#flush = undefined
    flush?.()
    const { view } = this.#conversation
    if (!view) return
    this.#chrome = { ...this.#chrome, now: clock.now() }
    this.#screen.update(view, this.#chrome)
    if (view.screen !== 'starting') this.#host.ready()
    this.#cancelTick?.()
    this.#cancelTick = clock.after(untilTick(view.connection, clock.now()), () => this.#draws.now())
  }
}
