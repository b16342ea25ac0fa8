import type { Behavior } from '../behaviors/behavior.ts'
import { EnterSends } from '../behaviors/enter-sends.ts'
import { FocusTrap } from '../behaviors/focus-trap.ts'
import { GrowWithText } from '../behaviors/grow-with-text.ts'
import { LoadOnReach } from '../behaviors/load-on-reach.ts'
import { RegionSwitch } from '../behaviors/region-switch.ts'
import { RovingFocus } from '../behaviors/roving-focus.ts'
import { StickToEnd } from '../behaviors/stick-to-end.ts'
import type { ChatRefs } from '../views/view.ts'

export interface ChatBehaviorsOptions {
  /** Holds every region. */
  root: HTMLElement
  refs: ChatRefs
  /** The newest message came into sight, or went out of it. */
  atEnd(atEnd: boolean): void
  closeDrawer(): void
}

/** The behaviors of one chat screen. */
export class ChatBehaviors implements Behavior {
  readonly #drawer: HTMLElement
  readonly #stick: StickToEnd
  readonly #roving: RovingFocus
  readonly #load: LoadOnReach
  readonly #trap: FocusTrap
  readonly #all: readonly Behavior[]

  constructor({ root, refs, atEnd, closeDrawer }: ChatBehaviorsOptions) {
    const { scroller, list, composer, regions, drawer, behindDrawer } = refs
    this.#drawer = drawer
    this.#stick = new StickToEnd(scroller, list, atEnd)
    this.#roving = new RovingFocus(list, () => composer.focus())
    this.#load = new LoadOnReach(scroller)
    this.#trap = new FocusTrap(drawer, behindDrawer, closeDrawer)
    const wholePage = () => root.getAttribute('data-mode') === 'page'
    const switching = new RegionSwitch(root, () => regions, wholePage)
    const typing = [new EnterSends(composer), new GrowWithText(composer)]
    this.#all = [this.#stick, this.#roving, this.#load, switching, ...typing]
  }

  start(): void {
    for (const behavior of this.#all) behavior.start()
  }

  stop(): void {
    this.#trap.stop()
    for (const behavior of this.#all) behavior.stop()
  }

  /** After the views changed. */
  settle(): void {
    this.#stick.settle()
    this.#roving.refresh()
    this.#load.look()
  }

  /** Holds the focus in an open drawer; where the screen is wide, the people stand beside the log instead. */
  trapDrawer(open: boolean): void {
    if (open && getComputedStyle(this.#drawer).position !== 'static') this.#trap.start()
    else this.#trap.stop()
  }

  toEnd(): void {
    this.#stick.toEnd()
  }
}
