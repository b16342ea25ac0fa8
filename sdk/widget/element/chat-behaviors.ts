import type { Behavior } from '../behaviors/behavior.ts'
import { EnterSends } from '../behaviors/enter-sends.ts'
import { GrowWithText } from '../behaviors/grow-with-text.ts'
import { LoadOnReach } from '../behaviors/load-on-reach.ts'
import { RovingFocus } from '../behaviors/roving-focus.ts'
import { StickToEnd } from '../behaviors/stick-to-end.ts'
import type { ChatRefs } from '../views/view.ts'

/** The behaviors of one chat screen. */
export class ChatBehaviors implements Behavior {
  readonly #stick: StickToEnd
  readonly #roving: RovingFocus
  readonly #load: LoadOnReach
  readonly #all: readonly Behavior[]

  constructor({ scroller, list, composer }: ChatRefs, atEnd: (atEnd: boolean) => void) {
    this.#stick = new StickToEnd(scroller, list, atEnd)
    this.#roving = new RovingFocus(list, () => composer.focus())
    this.#load = new LoadOnReach(scroller)
    this.#all = [this.#stick, this.#roving, this.#load, new EnterSends(composer), new GrowWithText(composer)]
  }

  start(): void {
    for (const behavior of this.#all) behavior.start()
  }

  stop(): void {
    for (const behavior of this.#all) behavior.stop()
  }

  /** After the views changed. */
  settle(): void {
    this.#stick.settle()
    this.#roving.refresh()
    this.#load.look()
  }

  toEnd(): void {
    this.#stick.toEnd()
  }
}
