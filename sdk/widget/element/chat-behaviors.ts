import { type Behavior, listen, undoAll } from '../behaviors/behavior.ts'
import { enterSends } from '../behaviors/enter-sends.ts'
import { growWithText } from '../behaviors/grow-with-text.ts'
import { type KeptText, keepText, type TextKeeper } from '../behaviors/keep-text.ts'
import { loadOnReach } from '../behaviors/load-on-reach.ts'
import { switchRegions } from '../behaviors/region-switch.ts'
import { type RovingFocus, roveFocus } from '../behaviors/roving-focus.ts'
import { type StickToEnd, stickToEnd } from '../behaviors/stick-to-end.ts'
import type { ChatRefs } from '../views/view.ts'

export interface ChatBehaviorsOptions {
  /** Holds every region. */
  root: HTMLElement
  refs: ChatRefs
  /** The key of the first message in sight, or nothing: the newest is. */
  reading(key: string | undefined): void
  /** What is written and not sent. */
  text: KeptText
}

/** The behaviors of one chat screen. */
export class ChatBehaviors implements Behavior {
  readonly #options: ChatBehaviorsOptions
  readonly #stick: StickToEnd
  readonly #text: TextKeeper
  readonly #roving: RovingFocus
  readonly #load: () => void
  readonly #undo: (() => void)[] = []

  constructor(options: ChatBehaviorsOptions) {
    const { scroller, list, composer } = options.refs
    this.#options = options
    this.#text = keepText(composer, options.text)
    this.#stick = stickToEnd(options.refs, options.reading)
    this.#roving = roveFocus(list, composer)
    this.#load = loadOnReach(scroller)
  }

  start(): void {
    const { root, refs } = this.#options
    this.#undo.push(
      ...this.#stick.start(),
      ...this.#roving.start(),
      listen(refs.scroller, 'scroll', this.#load),
      switchRegions(root, refs.regions),
      ...enterSends(refs.composer),
      this.#text.start(),
      ...growWithText(refs.composer),
    )
  }

  stop(): void {
    undoAll(this.#undo)
  }

  /** Before the views change. */
  follow(): void {
    this.#stick.settle()
  }

  /** After the views changed. */
  settle(): void {
    this.#text.follow()
    // Measures last, so that there is one layout for all
    this.#roving.refresh()
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

  toEnd(): void {
    this.#stick.toEnd()
  }
}
