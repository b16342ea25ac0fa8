import type { Clock } from '../../lib/clock.ts'
import type { ViewModel } from '../../store/view-model.ts'
import { trapFocus } from '../behaviors/focus-trap.ts'
import type { KeptText } from '../behaviors/keep-text.ts'
import { afterPaint } from '../drawing/frame.ts'
import type { Strings } from '../i18n/en.ts'
import { Part } from '../parts/part.ts'
import { adopt } from '../styles/sheet.ts'
import { createChat } from '../views/chat.ts'
import { detach } from '../views/el.ts'
import { setLater } from '../views/later.ts'
import type { ChatRefs, Chrome, Content, ContentPart, ContentPlace, Emit, View } from '../views/view.ts'
import { ChatBehaviors } from './chat-behaviors.ts'

/** ms after which the rest is loaded where no messages have come. */
const LATER_MS = 1_000

export interface ChatScreenOptions extends ContentPlace {
  clock: Clock
  strings: Strings
  emit: Emit
  /** What is shown. */
  view(): ViewModel | undefined
  /** The key of the first message in sight, or nothing: the newest is. */
  reading(key: string | undefined): void
  /** What is written and not sent. */
  text: KeptText
  /** The chat server's address. */
  server(): string
  /** The visible area changed size. */
  resized(): void
  stopped(): void
}

/** The views of the chat in its panel, with the behaviors on them. */
export class ChatScreen implements Content {
  readonly #options: ChatScreenOptions
  readonly #view: ReturnType<typeof createChat>
  readonly #behaviors: ChatBehaviors
  readonly #later: Part<typeof import('./later-part.ts')>
  /** As soon as its file is there. */
  #question: View<Chrome> | undefined
  #cancelLater: (() => void) | undefined
  /** The messages are there, and the rest is loaded once they are painted. */
  #painting = false
  #chrome: Chrome | undefined
  #started = false
  /** Lets the focus out of the question. */
  #release: (() => void) | undefined
  #releaseDrawer: (() => void) | undefined

  constructor(options: ChatScreenOptions) {
    const { strings, root, clock, server } = options
    const emit: Emit = intent =>
      intent.type === 'typing' && this.#behaviors.restoring ? undefined : options.emit(intent)
    this.#options = options
    this.#view = createChat({ strings, emit })
    this.#behaviors = new ChatBehaviors({ ...options, emit, root, refs: this.#view.refs })
    this.#later = new Part({
      name: 'chat-later.mjs',
      beside: () => import('./later-part.ts'),
      clock,
      server,
      changed: () => this.#onLater(),
    })
  }

  get node(): HTMLElement {
    return this.#view.node
  }

  get refs(): ChatRefs {
    return this.#view.refs
  }

  get first(): HTMLElement {
    return this.#view.refs.composer
  }

  update({ chrome, title }: ContentPart): void {
    const view = this.#options.view()
    if (!view) return
    this.#chrome = chrome
    if (this.#started) this.#behaviors.follow()
    this.#view.update({ ...view, chrome, title })
    if (chrome.unsent !== undefined) this.#loadLater()
    if (view.log.ready) this.#loadAfterPaint()
    this.#question?.update(chrome)
  }

  start(): void {
    this.#started = true
    this.#behaviors.start()
    this.#cancelLater = this.#options.clock.after(LATER_MS, () => this.#loadLater())
  }

  settle(): void {
    this.#behaviors.settle(this.#options.view()?.log.items ?? [])
    this.#trapDrawer()
    this.#trapQuestion()
  }

  resized(): void {
    this.#trapDrawer()
    this.#options.resized()
  }

  stop(): void {
    this.#chrome = undefined
    this.#trapDrawer()
    this.#trapQuestion()
    this.#behaviors.stop()
    this.#cancelLater?.()
    this.#later.stop()
    if (this.#question) detach(this.#question.node)
    this.#options.stopped()
  }

  /** The first messages come before what can be done with them. */
  #loadAfterPaint(): void {
    if (this.#painting) return
    this.#painting = true
    this.#cancelLater?.()
    this.#cancelLater = afterPaint(this.#options.clock, () => this.#loadLater())
  }

  #loadLater(): void {
    if (this.#question) return
    this.#later.load()
    this.#onLater()
  }

  /** The rest is here, or cannot be loaded. */
  #onLater(): void {
    const { file, error } = this.#later
    const { strings, emit, panel, resized } = this.#options
    if (error && this.#chrome?.unsent !== undefined) emit({ type: 'say', text: strings.error(error), urgent: true })
    if (!file || this.#question) return
    adopt(panel.getRootNode() as ShadowRoot, file.cssText)
    setLater(file)
    this.#behaviors.add(file)
    this.#view.add(file)
    emit({ type: 'draw' })
    this.#question = file.createQuestion({ strings: file.enQuestion(strings.pageLang || undefined), emit })
    if (this.#chrome) this.#question.update(this.#chrome)
    panel.append(this.#question.node)
    resized()
  }

  /** What is kept has changed elsewhere. */
  sync(): void {
    this.#behaviors.sync()
  }

  /** To a message; false: it is not loaded. */
  show(seq: number): boolean {
    const row = this.#view.refs.rowOf(seq)
    if (row) this.#behaviors.toRow(row)
    return !!row
  }

  /** The menu of the message in the row with this key. */
  openMenu(key: string): void {
    this.#loadLater()
    this.#behaviors.openMenu(key)
  }

  toEnd(): void {
    this.#behaviors.toEnd()
  }

  #trapQuestion(): void {
    if (this.#question && this.#chrome?.unsent !== undefined) this.#release ??= this.#holdQuestion()
    else {
      this.#release?.()
      this.#release = undefined
    }
  }

  #holdQuestion(): () => void {
    const { panel, emit } = this.#options
    const question = this.#question?.node as HTMLElement
    const others = [...panel.children].filter(child => child !== question) as HTMLElement[]
    return trapFocus(question, others, () => emit({ type: 'stay' }))
  }

  /** Holds the focus in an open drawer; where the screen is wide, the people stand beside the log instead. */
  #trapDrawer(): void {
    const { drawer, behindDrawer } = this.#view.refs
    if (this.#chrome?.drawer && getComputedStyle(drawer).position !== 'static')
      this.#releaseDrawer ??= trapFocus(drawer, behindDrawer, () => this.#options.emit({ type: 'drawer', open: false }))
    else {
      this.#releaseDrawer?.()
      this.#releaseDrawer = undefined
    }
  }
}
