import type { Clock } from '../../lib/clock.ts'
import type { ViewModel } from '../../store/view-model.ts'
import { trapFocus } from '../behaviors/focus-trap.ts'
import type { KeptText } from '../behaviors/keep-text.ts'
import type { Strings } from '../i18n/en.ts'
import { createChat } from '../views/chat.ts'
import { detach } from '../views/el.ts'
import { createQuestion } from '../views/question.ts'
import type { Chrome, Content, ContentPart, ContentPlace, Emit } from '../views/view.ts'
import { ChatBehaviors } from './chat-behaviors.ts'

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
  readonly #question: ReturnType<typeof createQuestion>
  readonly #behaviors: ChatBehaviors
  #chrome: Chrome | undefined
  #started = false
  /** Lets the focus out of the question. */
  #release: (() => void) | undefined
  #releaseDrawer: (() => void) | undefined

  constructor(options: ChatScreenOptions) {
    const { strings, root } = options
    const emit: Emit = intent =>
      intent.type === 'typing' && this.#behaviors.restoring ? undefined : options.emit(intent)
    this.#options = options
    this.#view = createChat({ strings, emit })
    this.#question = createQuestion({ strings, emit })
    this.#behaviors = new ChatBehaviors({ ...options, emit, root, refs: this.#view.refs })
  }

  get node(): HTMLElement {
    return this.#view.node
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
    this.#question.update(chrome)
  }

  start(): void {
    this.#started = true
    this.#options.panel.append(this.#question.node)
    this.#behaviors.start()
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
    detach(this.#question.node)
    this.#options.stopped()
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
    this.#behaviors.openMenu(key)
  }

  toEnd(): void {
    this.#behaviors.toEnd()
  }

  #trapQuestion(): void {
    if (this.#chrome?.unsent !== undefined) this.#release ??= this.#holdQuestion()
    else {
      this.#release?.()
      this.#release = undefined
    }
  }

  #holdQuestion(): () => void {
    const { panel, emit } = this.#options
    const question = this.#question.node
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
