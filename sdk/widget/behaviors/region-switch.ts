import { type Behavior, focusedIn, focusTarget, listen, reachable } from './behavior.ts'

/** F6 and Shift+F6 go round the regions of the screen; where it is the whole page, also from nowhere. */
export class RegionSwitch implements Behavior {
  readonly #root: HTMLElement
  readonly #regions: () => readonly HTMLElement[]
  readonly #wholePage: () => boolean
  #end: (() => void) | undefined

  constructor(root: HTMLElement, regions: () => readonly HTMLElement[], wholePage: () => boolean) {
    this.#root = root
    this.#regions = regions
    this.#wholePage = wholePage
  }

  start(): void {
    this.#end ??= listen(document, 'keydown', event => {
      if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) return
      const nowhere = this.#wholePage() && document.activeElement === document.body
      if (!nowhere && !event.composedPath().includes(this.#root)) return
      const regions = this.#regions().filter(reachable)
      if (regions.length === 0) return
      event.preventDefault()
      const focused = focusedIn(this.#root)
      const at = regions.findIndex(region => region.contains(focused))
      const next = event.shiftKey ? (at > 0 ? at : regions.length) - 1 : (at + 1) % regions.length
      const region = regions[next]
      if (region) focusTarget(region).focus()
    })
  }

  stop(): void {
    this.#end?.()
    this.#end = undefined
  }
}
