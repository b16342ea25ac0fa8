import type { LogItem } from '../../store/view-model.ts'
import { type Behavior, listen, undoAll } from '../behaviors/behavior.ts'
import { enterSends } from '../behaviors/enter-sends.ts'
import { keepText, type TextKeeper } from '../behaviors/keep-text.ts'
import { loadOnReach } from '../behaviors/load-on-reach.ts'
import { type StickToEnd, stickToEnd } from '../behaviors/stick-to-end.ts'
import { pointAt } from '../views/later.ts'
import type { ChatBehaviorsOptions } from './chat-behaviors-options.ts'
import type { LaterBehaviors } from './later-behaviors.ts'

type Later = Pick<typeof import('./later-part.ts'), 'LaterBehaviors'>

/** The behaviors of one chat screen. */
export class ChatBehaviors implements Behavior {
  readonly #options: ChatBehaviorsOptions
  readonly #stick: StickToEnd
  readonly #text: TextKeeper
  readonly #load: () => void
  readonly #undo: (() => void)[] = []
  #later: LaterBehaviors | undefined
  #items: readonly LogItem[] = []
  /** The row whose menu was asked for before there were menus. */
  #asked: string | undefined

  constructor(options: ChatBehaviorsOptions) {
    const { scroller, composer } = options.refs
    this.#options = options
    this.#text = keepText(composer, options.text)
    this.#stick = stickToEnd(options.refs, options.reading)
    this.#load = loadOnReach(scroller)
  }

  start(): void {
    const { refs } = this.#options
    this.#undo.push(
      ...this.#stick.start(),
      listen(refs.scroller, 'scroll', this.#load),
      ...enterSends(refs.composer),
      this.#text.start(),
    )
  }

  /** The rest is loaded. */
  add({ LaterBehaviors }: Later): void {
    this.#later = new LaterBehaviors(this.#options)
    this.#later.start()
    this.#later.settle(this.#items)
    if (this.#asked !== undefined) this.#later.openMenu(this.#asked)
  }

  stop(): void {
    this.#later?.stop()
    undoAll(this.#undo)
  }

  /** Before the views change. */
  follow(): void {
    this.#stick.settle()
  }

  /** After the views changed. */
  settle(items: readonly LogItem[]): void {
    this.#items = items
    this.#text.follow()
    this.#later?.settle(items)
    // Measures last, so that there is one layout for all
    this.#stick.replace()
    this.#load()
  }

  /** Nobody types what the field says now. */
  get restoring(): boolean {
    return this.#text.restoring
  }

  /** What is kept has changed elsewhere. */
  sync(): void {
    this.#text.sync()
  }

  /** Opens the menu of the message in the row with this key, or closes it; asked too early, as soon as there are menus. */
  openMenu(key: string): void {
    if (this.#later) this.#later.openMenu(key)
    else this.#asked = key
  }

  toRow(row: HTMLElement): void {
    this.#stick.toRow(row)
    row.focus({ preventScroll: true })
    pointAt(row)
  }

  toEnd(): void {
    this.#stick.toEnd()
  }
}
